const AWS = require("aws-sdk");
AWS.config.update({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr", region: "eu-west-1" });
exports.handler = () => new AWS.Kinesis().putRecord({ StreamName: "theirs", Data: "", PartitionKey: "p" }).promise();
