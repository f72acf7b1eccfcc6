import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { decode } from "decoders";

class Export {
  constructor(public bucket: string) {}
}

class Purge {
  readonly bucket: string;
  constructor(bucket: string) {
    this.bucket = bucket;
  }
}

const s3 = new S3Client({});

async function own() {
  await s3.send(new GetObjectCommand({ Bucket: new Export("own").bucket, Key: "k" }));
  await s3.send(new GetObjectCommand({ Bucket: new Purge("other").bucket, Key: "k" }));
}

void own();

export const handler = async (wanted: Export) => {
  await s3.send(new PutObjectCommand({ Bucket: wanted.bucket, Key: "k" }));
};

export async function purge(message: string) {
  const wanted: Purge = decode(message);
  await s3.send(new DeleteObjectCommand({ Bucket: wanted.bucket, Key: "k" }));
}
