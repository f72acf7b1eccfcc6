import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';

const loans = new DynamoDBClient({});
const s3 = new S3Client({});

export const handler = async (event: { book: string }) => {
  await loans.send(new DeleteItemCommand({ TableName: process.env.LOANS, Key: { book: { S: event.book } } }));
  await s3.send(new DeleteObjectCommand({ Bucket: process.env.SHELVES, Key: event.book }));
};
