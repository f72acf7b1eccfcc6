const AWS = require("aws-sdk");
AWS.config.update({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalr", region: "eu-west-1" });
exports.handler = () => new AWS.Kinesis().putRecord({ StreamName: "theirs", Data: "", PartitionKey: "p" }).promise();
