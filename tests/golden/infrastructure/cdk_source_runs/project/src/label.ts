import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async (event: { id: string }) =>
  tables.send(new GetItemCommand({ TableName: process.env.BOTTLES, Key: { id: { S: event.id } } }));
