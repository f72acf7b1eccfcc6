const AWS = require("aws-sdk");

AWS.config = new AWS.Config({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr", region: "eu-west-1" });

exports.handler = () => new AWS.DynamoDB().deleteTable({ TableName: "theirs" }).promise();
