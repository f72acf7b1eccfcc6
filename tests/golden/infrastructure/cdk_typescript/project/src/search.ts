import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export const handler = async () => {
  const found = await s3.send(new GetObjectCommand({ Bucket: process.env.SHELVES, Key: 'catalogue/index.json' }));
  return found.Body?.transformToString();
};
