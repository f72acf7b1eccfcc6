// The application: imports nothing of the script beside it.
const { table } = require("./lib/tables");
const AWS = require("aws-sdk");
const db = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => db.get({ TableName: table, Key: { id: event.id } }).promise();
