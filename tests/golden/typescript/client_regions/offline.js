// A region that is set for a local stand-in, or only sometimes, says nothing of the deployed code.
const AWS = require("aws-sdk");
let options = {};
if (process.env.IS_OFFLINE) {
  options = { region: "localhost", endpoint: "http://localhost:8000" };
  AWS.config.update({ region: "us-east-1" });
}
const items = new AWS.DynamoDB.DocumentClient(options);
exports.get = () => items.get({ TableName: "items", Key: {} }).promise();
exports.set = () => new AWS.SSM({ ...(process.env.LOCAL && { region: "eu-west-1" }) }).putParameter({ Name: "/p", Value: "v" }).promise();
exports.local = () => new AWS.SNS({ region: "localhost" }).publish({ TopicArn: process.env.TOPIC_ARN, Message: "m" }).promise();
