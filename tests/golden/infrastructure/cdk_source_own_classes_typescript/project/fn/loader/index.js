import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const store = process.env.ORDERS_STAGE === "prod" ? "orders-store" : `${process.env.ORDERS_STAGE}-orders-store`;

export const handler = async (event) => {
  await new S3Client({}).send(new PutObjectCommand({ Bucket: store, Key: event.key, Body: "x" }));
};
