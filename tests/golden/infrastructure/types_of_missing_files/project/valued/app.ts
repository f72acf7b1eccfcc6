import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { OrderEvent, keyOf } from '../../models';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: OrderEvent) =>
  dynamodb.send(new GetItemCommand({ TableName: process.env.TABLE, Key: keyOf(event) }));
