const { DynamoDB } = require("@aws-sdk/client-dynamodb");

new DynamoDB({}).putItem({ TableName: "jobs", Item: {} });
