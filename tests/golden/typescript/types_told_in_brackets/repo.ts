import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

export class Repo {
  private s3 = new S3Client({});
  find = (key: string) => this.s3.send(new GetObjectCommand({ Bucket: "files", Key: key }));
  forget = (key: string) => this.s3.send(new DeleteObjectCommand({ Bucket: "files", Key: key }));
}

export class Notes {
  private s3 = new S3Client({});
  async write(key: string) {
    return this.s3.send(new PutObjectCommand({ Bucket: "notes", Key: key }));
  }
}

export class Rows {
  private s3 = new S3Client({});
  async put(key: string) {
    return this.s3.send(new PutObjectCommand({ Bucket: "rows", Key: key }));
  }
}

export interface Finder {
  look(key: string): Promise<unknown>;
}

export class Rates implements Finder {
  private s3 = new S3Client({});
  async look(key: string) {
    return this.s3.send(new GetObjectCommand({ Bucket: "rates", Key: key }));
  }
}

export class Mail {
  private s3 = new S3Client({});
  async send(key: string) {
    return this.s3.send(new PutObjectCommand({ Bucket: "mail", Key: key }));
  }
}
