const AWS = require("aws-sdk");
const sqs = new AWS.SQS();
const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/late";
exports.purge = () => sqs.purgeQueue({ QueueUrl }).promise();
