const AWS = require("aws-sdk");

const s3 = new AWS.S3();

exports.handler = async (event) => {
  await s3.putObject({ Bucket: "stamps", Key: event.key, Body: event.body }).promise();
};
