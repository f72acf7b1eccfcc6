import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export const handler = async () => client.send(new PutItemCommand({ TableName: process.env.TABLE! } as never));
