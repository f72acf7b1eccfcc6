import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs';

export const handler = async () => {
  await new SQSClient({}).send(new ReceiveMessageCommand({ QueueUrl: 'tries' }));
};
