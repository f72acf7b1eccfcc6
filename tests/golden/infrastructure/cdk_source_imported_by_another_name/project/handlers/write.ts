import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});

export const handler = async (event: { id: string; text: string }) => {
  await client.send(
    new PutObjectCommand({ Bucket: process.env.LETTERS, Key: `drafts/${event.id}`, Body: event.text })
  );
};
