import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async (event: { id: string }) =>
  tables.send(new DeleteItemCommand({ TableName: process.env.LEDGER, Key: { id: { S: event.id } } }));
