// A variable that is set to a parameter is set; whether to something, the parameter's declaration says.
const { DynamoDBClient, GetItemCommand, ScanCommand, QueryCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
const unlessThere = (value, fallback) => { if (value === undefined) return fallback; return value; };
const unlessSomething = (value, fallback) => { if (!value) return fallback; return value; };
exports.handler = async () => {
  await client.send(new GetItemCommand({ TableName: unlessThere(process.env.PLAIN, "no-plain"), Key: {} }));
  await client.send(new ScanCommand({ TableName: unlessSomething(process.env.PLAIN, "plain-default") }));
  await client.send(new ScanCommand({ TableName: unlessSomething(process.env.FILLED, "no-filled") }));
  await client.send(new QueryCommand({ TableName: process.env.EMPTY || "empty-default" }));
};
