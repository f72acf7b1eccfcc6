const AWS = require('aws-sdk');
const d = new AWS.DynamoDB.DocumentClient();
exports.f = async () => { await d.get({ TableName: process.env.t, Key: { id: '1' } }).promise(); await d.put({ TableName: process.env.t2, Item: { id: '1' } }).promise(); };
