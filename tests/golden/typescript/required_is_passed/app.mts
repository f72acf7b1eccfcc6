import { createRequire } from "node:module";
import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const load = createRequire(import.meta.url);

async function each(load: (bucket: string) => Promise<unknown>, bucket: string) {
  await load("first-bucket");
  await load(bucket);
}

export const handler = () => {
  load("./main.cjs");
  return each((bucket) => s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k" })), "second-bucket");
};
