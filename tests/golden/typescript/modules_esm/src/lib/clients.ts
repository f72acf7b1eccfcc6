import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
export const s3 = new S3Client({});
export const dynamo: DynamoDBClient = new DynamoDBClient({});
export { PutObjectCommand as Put } from "@aws-sdk/client-s3";
export * from "@aws-sdk/client-dynamodb";
