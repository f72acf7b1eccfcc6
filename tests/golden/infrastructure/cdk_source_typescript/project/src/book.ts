import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const tables = new DynamoDBClient({});
const queues = new SQSClient({});

export const handler = async (event: { ship: string }) => {
  await tables.send(new PutItemCommand({ TableName: process.env.BOOKINGS, Item: { ship: { S: event.ship } } }));
  await queues.send(new SendMessageCommand({ QueueUrl: process.env.CALLS, MessageBody: event.ship }));
};
