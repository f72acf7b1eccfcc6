const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const c = new DynamoDBClient({});
module.exports.handler = async (e) => c.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id: { S: e.id } } }));
