import { S3Client, CopyObjectCommand } from "@aws-sdk/client-s3";
export const archive = () => new S3Client({}).send(new CopyObjectCommand({ Bucket: "archive", Key: "k", CopySource: "outgoing/k" }));
