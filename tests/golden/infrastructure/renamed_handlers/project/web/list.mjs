import { S3Client, ListObjectsV2Command } from "@aws-sdk/client-s3";

export const handler = (event) =>
  new S3Client({}).send(new ListObjectsV2Command({ Bucket: "pages" }));
