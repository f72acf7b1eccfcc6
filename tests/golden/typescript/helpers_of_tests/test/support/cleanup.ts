import { S3Client, DeleteBucketCommand } from "@aws-sdk/client-s3";

export const clean = () => new S3Client({}).send(new DeleteBucketCommand({ Bucket: "results" }));
