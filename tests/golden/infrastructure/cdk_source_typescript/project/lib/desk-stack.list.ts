import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async (event: { ship: string }) =>
  tables.send(new QueryCommand({
    TableName: process.env.BOOKINGS,
    KeyConditionExpression: 'ship = :ship',
    ExpressionAttributeValues: { ':ship': { S: event.ship } },
  }));
