import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

export const ship = async (order: string) => {
  await new S3Client({}).send(new PutObjectCommand({ Bucket: "shipped", Key: "k" }));
};
