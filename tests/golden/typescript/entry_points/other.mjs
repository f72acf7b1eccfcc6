import { S3Client, DeleteObjectCommand } from "@aws-sdk/client-s3";

export const other = () => new S3Client({}).send(new DeleteObjectCommand({ Bucket: "other", Key: "k" }));
