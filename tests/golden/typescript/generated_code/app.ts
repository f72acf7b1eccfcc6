import { S3Client, HeadBucketCommand } from "@aws-sdk/client-s3";
new S3Client({}).send(new HeadBucketCommand({ Bucket: "real" }));
