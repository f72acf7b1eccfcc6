import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqs } from "./clients.js";
import { config } from "./config.js";

export type Job = { kind: "ship"; id: string };

export const enqueue = (job: Job) =>
  sqs.send(new SendMessageCommand({ QueueUrl: config.queueUrl, MessageBody: JSON.stringify(job) }));
