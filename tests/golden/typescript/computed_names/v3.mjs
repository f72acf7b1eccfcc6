import * as S3 from "@aws-sdk/client-s3";
import { DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";

const client = new S3.S3Client();
export const run = (name, input) => client.send(new S3[`${name}Command`](input));
export const known = () => client.send(new S3["DeleteObject" + "Command"]({ Bucket: "by-name", Key: "k" }));
export const given = (send) => send(new DeleteQueueCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q" }));
export const noted = (logger) => logger.info(new DeleteQueueCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q" }));
export const unsent = () => [new SQSClient({}), new DeleteQueueCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q" })];
