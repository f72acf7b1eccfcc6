const AWS = require("aws-sdk");

const dynamodb = new AWS.DynamoDB();
dynamodb.config.update({ region: "eu-west-1" });
const sqs = new AWS.SQS();
sqs.config.region = "eu-west-1";
const sns = new AWS.SNS();

exports.handler = async (event) => {
  await dynamodb.getItem({ TableName: "orders", Key: {} }).promise();
  await sqs.sendMessage({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders", MessageBody: "" }).promise();
  // Of this one nothing is set.
  await sns.createTopic({ Name: "orders" }).promise();
};
