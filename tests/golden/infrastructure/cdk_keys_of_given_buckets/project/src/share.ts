import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function handler(event: { id: string; name: string; type: string }) {
  await s3.send(new PutObjectCommand({
    Bucket: process.env.BUCKET, Key: `${event.id}/${event.name}.${event.type}`, Body: 'x', ACL: 'public-read',
  }));
}
