import { SQSClient, PurgeQueueCommand } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({});

export const handler = async () => sqs.send(new PurgeQueueCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/parcels" }));
