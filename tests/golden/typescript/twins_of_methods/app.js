const AWS = require("aws-sdk");
const Bluebird = require("bluebird");
const retry = require("retry-politely");

function retried(client) {
  const again = (name) => {
    const once = client[name];
    client[name + "Promise"] = (...args) => retry(() => once.apply(client, args).promise());
  };
  Object.keys(client).forEach(again);
  return client;
}

const streams = retried(new AWS.Kinesis());
const topics = Bluebird.promisifyAll(new AWS.SNS());
const documents = retried(new AWS.DynamoDB.DocumentClient());

exports.handler = async () => {
  await streams.describeStreamPromise({ StreamName: "orders" });
  await topics.deleteTopicAsync({ TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders" });
  await documents.getPromise({ TableName: "orders", Key: { id: 1 } });
};
