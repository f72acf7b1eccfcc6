const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const c = new DynamoDBClient({});
exports.find = async (e) => c.send(new GetItemCommand({ TableName: "accounts", Key: {} }));
