const AWS = require("aws-sdk");

const letters = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => {
  await letters.put({ TableName: process.env.LETTERS, Item: event }).promise();
};
