const { DynamoDBClient, DeleteItemCommand, GetItemCommand, ScanCommand } = require("@aws-sdk/client-dynamodb");

const client = new DynamoDBClient({});
let table = process.env.TABLE;
if (!table) {
  table = "js-default";
}

function chosen(key, otherwise) {
  const value = process.env[key];
  if (value === undefined) return otherwise;
  return value;
}

exports.handler = async () => {
  await client.send(new GetItemCommand({ TableName: table, Key: {} }));
  await client.send(new DeleteItemCommand({ TableName: chosen("TABLE", "js-undefined"), Key: {} }));
  await client.send(new ScanCommand({ TableName: chosen("PERHAPS", "js-perhaps") }));
};
