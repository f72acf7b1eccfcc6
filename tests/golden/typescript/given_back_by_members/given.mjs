import { SQSClient } from "@aws-sdk/client-sqs";

const queues = new SQSClient({});

export const context = () => ({ queues });
