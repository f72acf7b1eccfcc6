import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async () => tables.send(new ScanCommand({ TableName: process.env.CRATES }));
