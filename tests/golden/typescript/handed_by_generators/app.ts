import { S3Client, GetObjectCommand, PutObjectCommand, DeleteObjectCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { Pipeline } from "pipelines";

const s3 = new S3Client({});

const fetchOne = async (Key: string) => s3.send(new GetObjectCommand({ Bucket: "batches", Key }));
const store = async (Key: string) => s3.send(new PutObjectCommand({ Bucket: "results", Key }));
export const unused = async () => s3.send(new DeleteBucketCommand({ Bucket: "results" }));

class Purge {
  async run() {
    await s3.send(new DeleteObjectCommand({ Bucket: "batches", Key: "done" }));
  }
}

function* steps() {
  yield fetchOne;
  yield ["store", store];
}

function* every() {
  yield* steps();
  yield new Purge();
}

export const handler = async () => {
  new Pipeline().run(every());
};
