const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
exports.handler = async (event) =>
  client.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: event.id } } }));
