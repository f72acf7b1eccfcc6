import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export const handler = async () => client.send(new ScanCommand({ TableName: process.env.TABLE! } as never));
