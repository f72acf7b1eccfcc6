import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";

const local = () => ({
  credentials: { accessKeyId: "accessKeyId", secretAccessKey: "secretAccessKey" },
  endpoint: process.env.ENDPOINT,
});

const s3 = new S3Client({ ...(process.env.LOCAL ? local() : {}) });
const sqs = new SQSClient({
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: process.env.SECRET! },
});

export const clean = async (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: "uploads", Key }));

export const known = async () => sqs.send(new PurgeQueueCommand({ QueueUrl: process.env.QUEUE }));
