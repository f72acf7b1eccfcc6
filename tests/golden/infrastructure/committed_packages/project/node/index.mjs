import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({});
const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/in";

export const handler = async () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
