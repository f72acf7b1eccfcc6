const { DynamoDBClient, BatchWriteItemCommand, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const TABLE = process.env.TABLE || "orders-tests";
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  let batch = { RequestItems: { [TABLE]: [] } };
  for (const item of event.items) {
    batch.RequestItems[TABLE].push({ PutRequest: { Item: item } });
    if (batch.RequestItems[TABLE].length === 25) {
      await client.send(new BatchWriteItemCommand(batch));
      batch.RequestItems[TABLE] = [];
    }
  }
  if (batch.RequestItems[TABLE].length > 0) {
    await client.send(new BatchWriteItemCommand(batch));
  }
};
exports.other = async (event) => {
  await client.send(new PutItemCommand({ TableName: TABLE, Item: event }));
};
exports.simple = async (event) => {
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: event } }));
};
