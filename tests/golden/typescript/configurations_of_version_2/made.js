const AWS = require("aws-sdk");

// It says nothing of clients that do not get it.
new AWS.Config({ accessKeyId: process.env.A, secretAccessKey: process.env.B, region: "eu-west-1" });
const own = new AWS.S3();

exports.handler = () => own.deleteObject({ Bucket: "own", Key: "k" }).promise();
