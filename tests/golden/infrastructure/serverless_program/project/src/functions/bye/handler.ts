import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const main = async (event: any) => {
  await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: "x" }));
};
