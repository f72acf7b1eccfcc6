const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient } = require("@aws-sdk/lib-dynamodb");
module.exports = DynamoDBDocumentClient.from(new DynamoDBClient({}));
