import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const get = (Bucket, Key) => s3.send(new GetObjectCommand({ Bucket, Key }));

export const handler = async () => {
  await get(process.env.UNTOLD || "js-default", "untold-or");
  await get(process.env.UNTOLD ?? "js-default", "untold-nullish");
  await get(process.env.UNTOLD ? process.env.UNTOLD : "js-default", "untold-if");
  await get(process.env.PATTERNED || "js-default", "patterned");
  await get(process.env.NAMED || "js-default", "named");
  await get(process.env.LITERAL || "js-default", "literal");
  await get(process.env.NOT_SET || "js-default", "left-out");
  const { NOT_SET = "js-default" } = process.env;
  await get(NOT_SET, "taken-apart");
};
