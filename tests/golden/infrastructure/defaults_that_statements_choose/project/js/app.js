const { DynamoDB } = require("@aws-sdk/client-dynamodb");

const dynamodb = new DynamoDB({});

function look(key, fallback) {
  const found = process.env[key];
  if (!found) {
    return fallback;
  }
  return found;
}

exports.handler = async () => {
  await dynamodb.getItem({ TableName: look("TABLE", "fallback-table") });
  await dynamodb.query({ TableName: look("UNSET", "granted-table") });
};
