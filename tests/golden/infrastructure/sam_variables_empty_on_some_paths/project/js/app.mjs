import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const get = (Bucket, Key) => s3.send(new GetObjectCommand({ Bucket, Key }));
const { PERHAPS, JOINED, ENDED } = process.env;

export const handler = async () => {
  await get(PERHAPS || "default", "or");
  await get(PERHAPS ? PERHAPS : "default", "if");
  await get(PERHAPS ?? "default", "nullish");
  await get(JOINED || "default", "joined");
  await get(ENDED || "default", "ended");
};
