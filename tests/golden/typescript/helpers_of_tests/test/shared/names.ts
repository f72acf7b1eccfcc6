import { SQSClient, GetQueueUrlCommand } from "@aws-sdk/client-sqs";

export function queue() {
  new SQSClient({}).send(new GetQueueUrlCommand({ QueueName: "samples" }));
  return "day";
}
