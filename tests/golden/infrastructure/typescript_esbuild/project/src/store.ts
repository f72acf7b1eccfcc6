import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

export class PhotoStore {
  private readonly client = new S3Client({});

  constructor(private readonly bucket: string) {}

  async read(id: string): Promise<Uint8Array> {
    const found = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: `raw/${id}` }));
    return found.Body!.transformToByteArray();
  }

  async write(id: string, body: Uint8Array): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: `small/${id}`, Body: body }));
  }
}
