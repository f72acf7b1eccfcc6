const { DynamoDB, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const { S3 } = require("@aws-sdk/client-s3");
const { SNS } = require("@aws-sdk/client-sns");
const { SQS } = require("@aws-sdk/client-sqs");

const s3 = new S3({});
const dynamodb = new DynamoDB({});
const sns = new SNS({});
const sqs = new SQS({});

exports.handler = async (event) => {
  // Nobody here knows what these are: whoever takes the methods out calls them.
  event.queue.push(s3.listBuckets.bind(s3));
  event.queue.addJob(dynamodb.getItem.bind(dynamodb), { TableName: "orders", Key: {} });
  event.queue.setTask(sqs.listQueues.bind(sqs));
  event.limits.tokenBucket(sns.listTopics.bind(sns));
  // A command in a list is sent by who takes it out, and one that is noted down by nobody.
  event.list.push(new GetItemCommand({ TableName: "kept", Key: {} }));
  event.logger.logCommand(new GetItemCommand({ TableName: "noted", Key: {} }));
};
