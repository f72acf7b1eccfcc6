const AWS = require("aws-sdk");

exports.object = () =>
  new AWS.S3({ credentials: new AWS.Credentials("AKIDEXAMPLE", "wJalr") }).deleteObject({ Bucket: "partner", Key: "k" }).promise();

exports.direct = () =>
  new AWS.DynamoDB.DocumentClient({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalr" })
    .delete({ TableName: "theirs", Key: {} })
    .promise();
