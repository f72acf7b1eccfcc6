const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

const table = process.env.TABLE || "YOUR_TABLE_NAME";

exports.handler = async (event) => {
  await new DynamoDBClient({}).send(new GetItemCommand({ TableName: table, Key: event.key }));
  const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/<account>/QUEUE_NAME";
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  return new S3Client({}).send(new GetObjectCommand({ Bucket: "amzn-s3-demo-bucket", Key: event.key }));
};
