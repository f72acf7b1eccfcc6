const AWS = require("aws-sdk");
const { retry } = require("./missing");
const attempts = require("some-attempts");

exports.handler = async () => {
  const s3 = new AWS.S3();
  await retry(s3.putObject.bind(s3), { Bucket: "first", Key: "a" });
  await attempts.run(s3.getObject.bind(s3), { Bucket: "second", Key: "b" });
  await retry(new AWS.IAM(), "listUsers", {});
  console.log(s3.deleteObject);
};
