import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { shape } from "./shape";

const client = new SQSClient({});

export const handler = async (event: { body: string }) => {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: shape(event.body) }));
};
