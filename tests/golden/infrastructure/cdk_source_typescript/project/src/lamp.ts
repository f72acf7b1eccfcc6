import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async () =>
  tables.send(new GetItemCommand({ TableName: process.env.BOOKINGS, Key: { ship: { S: 'lamp' } } }));
