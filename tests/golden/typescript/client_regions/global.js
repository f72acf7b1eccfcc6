const AWS = require("aws-sdk");
AWS.config.region = "ap-south-1";
exports.put = () => new AWS.Kinesis().putRecord({ StreamName: "s", Data: "", PartitionKey: "p" }).promise();
exports.own = () => new AWS.SQS({ region: "eu-west-1" }).listQueueTags({ QueueUrl: process.env.QUEUE_URL }).promise();
