const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const db = new DynamoDBClient(process.env.IS_OFFLINE ? { endpoint: 'http://localhost:8000' } : {});
const table = process.env.IS_OFFLINE ? 'local-orders' : process.env.TABLE;

exports.handler = async (event) => {
  await db.send(new PutItemCommand({ TableName: table, Item: { id: { S: event.id } } }));
  const file = await new S3Client({}).send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: event.key }));
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: file.ETag }));
};
