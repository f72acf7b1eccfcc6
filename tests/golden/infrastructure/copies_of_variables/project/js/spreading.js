const { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } = require("@aws-sdk/client-dynamodb");
const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");

const client = new DynamoDBClient({});
process.env = JSON.parse(JSON.stringify(process.env));

exports.handler = async (event) => {
  const mine = { STAGE: "dev", ...process.env };
  await client.send(new GetItemCommand({ TableName: mine.ORDERS, Key: {} }));
  await client.send(new PutItemCommand({ TableName: process.env.STOCK, Item: {} }));
  const { ORDERS } = Object.assign({}, process.env);
  await client.send(new ScanCommand({ TableName: ORDERS }));
  const given = { ...process.env, ...event.settings };
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: given.EVENTS, MessageBody: "1" }));
};
