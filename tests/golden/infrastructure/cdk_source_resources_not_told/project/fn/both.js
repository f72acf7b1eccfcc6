const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { DeleteObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});

exports.handler = async (event) => {
  await s3.send(new DeleteObjectCommand({ Bucket: process.env.SHELF, Key: event.key }));
  await dynamodb.send(new PutItemCommand({ TableName: process.env.INDEX, Item: { id: { S: event.key } } }));
};
