const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
const client = new SQSClient({});
exports.handler = async (event) => client.send(new SendMessageCommand({ QueueUrl: process.env.JOBS, MessageBody: event.id }));
