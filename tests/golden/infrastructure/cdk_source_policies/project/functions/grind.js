const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');

exports.handler = async (event) => new DynamoDBClient({}).send(new GetItemCommand({ TableName: process.env.TABLE, Key: event.key }));
