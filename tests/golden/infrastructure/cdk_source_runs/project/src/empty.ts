import { DynamoDBClient, DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';

const tables = new DynamoDBClient({});

export const handler = async (event: { id: string }) => {
  const key = { TableName: process.env.TABLE, Key: { id: { S: event.id } } };
  await tables.send(new GetItemCommand(key));
  return tables.send(new DeleteItemCommand(key));
};
