const AWS = require("aws-sdk");

exports.read = (id) => new AWS.DynamoDB().getItem({ TableName: "users", Key: { id: { S: id } } }).promise();
exports.drop = (name) => new AWS.DynamoDB().deleteTable({ TableName: name }).promise();
