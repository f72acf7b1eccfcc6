const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");
const { EC2 } = require("@aws-sdk/client-ec2");
const { SQS } = require("@aws-sdk/client-sqs");
const events = require("events-of-theirs");
const shield = require("shield");

const s3 = new S3Client({});
const queue = new SQS({});

class Store {
  constructor(client) { this.client = client; }
  load(key) { return this.client.send(new GetObjectCommand({ Bucket: "stored", Key: key })); }
}

function fetchObject(bucket, key) {
  return s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
}

function notify(url) {
  return queue.sendMessage({ QueueUrl: url, MessageBody: "x" });
}

exports.handler = async () => {
  await fetchObject("known", "a");
  events.on("message", fetchObject);
  await shield.wrap(new EC2({})).describeVolumes({});
  await shield.wrap(new Store(s3)).load("one");
  await shield.wrap(notify)("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs");
};
