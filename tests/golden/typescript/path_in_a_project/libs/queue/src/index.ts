import { SQS } from "@aws-sdk/client-sqs";
const sqs = new SQS({});
export const send = (body: string) => sqs.sendMessage({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", MessageBody: body });
export const purge = () => sqs.purgeQueue({ QueueUrl: "x" });
