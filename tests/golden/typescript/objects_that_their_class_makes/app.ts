// A class whose own methods make its objects: what those are given counts, not what might be made up.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

export class Storage {
  constructor(
    private client: S3Client,
    private bucket: string,
  ) {}

  static create() {
    return new Storage(new S3Client({}), "made-by-name");
  }

  static make() {
    return new this(new S3Client({}), "made-by-this");
  }

  other() {
    return new Storage(this.client, "made-by-another");
  }

  async store(path: string) {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: path }));
  }
}
