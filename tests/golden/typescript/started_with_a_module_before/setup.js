const { SQS } = require("@aws-sdk/client-sqs");

new SQS({}).sendMessage({ QueueUrl: process.env.QUEUE, MessageBody: "started" });
