import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";

export const read = (Key) => new S3Client({}).send(new GetObjectCommand({ Bucket: "read", Key }));
