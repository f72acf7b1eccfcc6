import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

export const toBus = (queue: string) =>
  new SQSClient({}).send(new SendMessageCommand({ QueueUrl: queue, MessageBody: 'relayed' }));
