import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const loans = new DynamoDBClient({});

export const handler = async () => (await loans.send(new ScanCommand({ TableName: process.env.LOANS }))).Count;
