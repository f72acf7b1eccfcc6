import { EventEmitter } from "node:events";
import { S3Client, GetObjectCommand, PutObjectCommand, DeleteObjectCommand, DeleteBucketCommand, CreateBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { Hook } from "hooks";

const s3 = new S3Client({});

class Uploaded extends Hook {
  async onEvent(Key: string) {
    await s3.send(new PutObjectCommand({ Bucket: "uploads", Key }));
  }
}

class Removed extends Hook {
  constructor(private bucket: string) {
    super();
  }

  async onEvent(Key: string) {
    await s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key }));
  }
}

class NeverMade extends Hook {
  async onEvent() {
    await s3.send(new DeleteBucketCommand({ Bucket: "uploads" }));
  }
}

class Own extends EventEmitter {
  async create() {
    await s3.send(new CreateBucketCommand({ Bucket: "uploads" }));
  }
}

class OwnClient extends S3Client {
  async drop() {
    await this.send(new DeleteBucketCommand({ Bucket: "uploads" }));
  }
}

export const handler = async () => {
  new Uploaded();
  new Removed("trash");
  new Own();
  await new OwnClient({}).send(new ListBucketsCommand({}));
};
