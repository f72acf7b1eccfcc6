import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const settings: Record<string, any> = { orders: 'orders', trail: 'trail', debug: true };
const dynamodb = new DynamoDBClient({});

export const handler = async (event: { kind: string; key: any }) =>
  dynamodb.send(new DeleteItemCommand({ TableName: settings[event.kind], Key: event.key }));
