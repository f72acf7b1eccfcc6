import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const key = (id: string) => `invoices/${id}.txt`;

export class InvoiceStore {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {}

  async put(id: string, text: string) {
    await this.s3.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key(id), Body: text, Tagging: "kind=invoice" }),
    );
  }

  link(id: string): Promise<string> {
    return getSignedUrl(this.s3, new GetObjectCommand({ Bucket: this.bucket, Key: key(id) }), { expiresIn: 300 });
  }
}
