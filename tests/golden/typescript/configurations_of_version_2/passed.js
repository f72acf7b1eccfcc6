const AWS = require("aws-sdk");

const keys = new AWS.Config({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr", region: "eu-west-1" });
const theirs = new AWS.SQS(keys);
const own = new AWS.SNS();

const later = new AWS.Config();
later.update({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr" });

exports.handler = async () => {
  await theirs.purgeQueue({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/theirs" }).promise();
  await own.deleteTopic({ TopicArn: "arn:aws:sns:us-east-1:111122223333:own" }).promise();
  await new AWS.Kinesis(later).deleteStream({ StreamName: "theirs" }).promise();
};
