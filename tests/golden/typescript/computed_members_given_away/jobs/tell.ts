import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

export const tell = async (order: string) => {
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/told";
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: order }));
};
