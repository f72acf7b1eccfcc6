import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const loans = new DynamoDBClient({});
const queue = new SQSClient({});

export const handler = async (event: { book: string; reader: string }) => {
  await loans.send(new GetItemCommand({ TableName: process.env.READERS, Key: { id: { S: event.reader } } }));
  await loans.send(new PutItemCommand({
    TableName: process.env.LOANS,
    Item: { book: { S: event.book }, reader: { S: event.reader } },
  }));
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.REMINDERS, MessageBody: event.reader }));
};
