import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { tracer } from "./tracer";

const s3 = new S3({});
const sqs = new SQS({});

const save = tracer.wrap(async (bucket: string) => s3.putObject({ Bucket: bucket, Key: "k", Body: "x" }));
const load = tracer.wrap(async (bucket: string) => s3.getObject({ Bucket: bucket, Key: "k" }));
const send = tracer.wrap(async (queue: string) =>
  sqs.sendMessage({ QueueUrl: `https://sqs.eu-west-1.amazonaws.com/123456789012/${queue}`, MessageBody: "x" }));

export async function handler() {
  await save("written");
  await load("read");
  await send("jobs");
}
