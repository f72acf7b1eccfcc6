import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const watch = async (event: { id: string }) =>
  tables.send(new QueryCommand({ TableName: process.env.BOTTLES, KeyConditionExpression: 'id = :id' }));
