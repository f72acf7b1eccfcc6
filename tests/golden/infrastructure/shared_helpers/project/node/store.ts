import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});

async function put(bucket: string, body: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: "report", Body: body }));
}

export async function save(bucket: string, body: string): Promise<void> {
  await put(bucket, body);
}
