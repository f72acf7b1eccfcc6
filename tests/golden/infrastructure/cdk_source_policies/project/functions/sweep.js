const { DynamoDBClient, DeleteItemCommand } = require('@aws-sdk/client-dynamodb');

exports.handler = async (event) => new DynamoDBClient({}).send(new DeleteItemCommand({ TableName: process.env.TABLE, Key: event.key }));
