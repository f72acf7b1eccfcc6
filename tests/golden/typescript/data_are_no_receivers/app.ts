import { S3 } from "@aws-sdk/client-s3";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { load } from "./elsewhere";

const s3 = new S3({});

export async function handler(event: any) {
  const buckets = await s3.listBuckets({});
  const given: any = event.full ? load() : buckets.Buckets;
  await given.sendMessage({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/own", MessageBody: "x" });
  const sender: any = event.full ? load() : { name: "none" };
  await sender.send(new PutItemCommand({ TableName: "own", Item: {} }));
  const other: any = event.full ? load() : await s3.listBuckets({});
  await other.send(new PutItemCommand({ TableName: "second", Item: {} }));
}
