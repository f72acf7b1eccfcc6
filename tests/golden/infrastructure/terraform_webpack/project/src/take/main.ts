import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async (event: { id: string }) =>
  tables.send(new PutItemCommand({ TableName: process.env.LEDGER, Item: { id: { S: event.id } } }));
