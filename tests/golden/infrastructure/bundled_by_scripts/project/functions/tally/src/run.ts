import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

export const handler = async (event: { table: string }) => {
  await new DynamoDBClient({}).send(new ScanCommand({ TableName: event.table }));
};
