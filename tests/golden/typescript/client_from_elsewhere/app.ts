import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";

// Set by whoever loads this module; nothing here does.
let client;
let none = null;
let sendIt;
const pool = [];
const clients = {};

class Repository {
  store;
  async save() {
    await this.store.send(new PutObjectCommand({ Bucket: "field", Key: "k" }));
  }
}

// A class of the program's own, called like operations: it asks AWS for nothing.
class Fake {
  send(command) {
    return command;
  }
  sendMessage(input) {
    return input;
  }
  publish(input) {
    return input;
  }
}

export const handler = async () => {
  await client.send(new GetObjectCommand({ Bucket: "variable", Key: "k" }));
  await none.send(new GetObjectCommand({ Bucket: "null", Key: "k" }));
  await new Repository().save();
  for (const one of pool) await one.send(new DeleteObjectCommand({ Bucket: "pool", Key: "k" }));
  await clients.queue.sendMessage({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody: "x" });
  await client.publish({ TopicArn: "arn:aws:sns:eu-west-1:123456789012:done", Message: "x" });
  await clients.table.put({ TableName: "t", Item: { id: 1 } });
  await sendIt(new HeadBucketCommand({ Bucket: "given" }));
  const fake = new Fake();
  fake.send(new HeadBucketCommand({ Bucket: "never" }));
  fake.sendMessage({ QueueUrl: "q", MessageBody: "x" });
  fake.publish({ TopicArn: "t", Message: "x" });
  client.publish("x");
  client.query("select 1");
  client.sendMessage("hello");
};
