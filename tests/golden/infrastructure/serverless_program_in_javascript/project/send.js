const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({});
exports.handler = async () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "x" }));
