const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");

const client = new DynamoDBClient({});

exports.create = async (event) =>
  client.send(new GetItemCommand({ TableName: process.env.NOTES, Key: { id: { S: event.id } } }));
