import { S3, S3Client, PutObjectCommand, GetObjectCommand as Get, DeleteObjectCommand } from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import { SQSClient, SendMessageCommand } from "npm:@aws-sdk/client-sqs@3";

const { BUCKET = "fallback", TOPIC: topic } = process.env;
const s3 = new S3Client({ region: process.env.AWS_REGION });

function makePut(key, body) {
  return new PutObjectCommand({ Bucket: BUCKET, Key: `in/${key}.json`, Body: body });
}

async function run(client, command) {
  return client.send(command);
}

export const handler = async (event) => {
  const base = { Bucket: "source" };
  const found = await run(s3, new Get({ ...base, Key: event.detail?.key ?? "default" }));
  await s3.send(makePut(event.id, await found.Body.transformToString()));
  // Imported and made, but never sent.
  const unsent = new DeleteObjectCommand({ Bucket: "source", Key: "k" });
  const input = {};
  input["TopicArn"] = topic;
  input.Message = "done";
  await new sns.SNSClient().send(new sns.PublishCommand(input));
  await new S3({}).headBucket({ Bucket: "aggregated" });
  const Command = event.fast ? SendMessageCommand : null;
  await new SQSClient({}).send(new Command({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", MessageBody: "x" }));
  return unsent.input;
};
