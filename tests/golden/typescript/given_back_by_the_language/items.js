const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");

const db = new DynamoDBClient({});

exports.get = (table, id) => db.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } } }));
