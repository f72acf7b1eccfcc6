const AWS = require("aws-sdk");

exports.object = () =>
  new AWS.S3({ credentials: new AWS.Credentials("AKIAIOSFODNN7EXAMPLE", "wJalr") }).deleteObject({ Bucket: "partner", Key: "k" }).promise();

exports.direct = () =>
  new AWS.DynamoDB.DocumentClient({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr" })
    .delete({ TableName: "theirs", Key: {} })
    .promise();
