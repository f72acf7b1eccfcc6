import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";

export const handler = (event) =>
  new S3Client({}).send(new GetObjectCommand({ Bucket: "pages", Key: event.page }));
