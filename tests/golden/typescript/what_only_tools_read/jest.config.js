const { S3Client, DeleteBucketCommand } = require("@aws-sdk/client-s3");

module.exports = async () => {
  await new S3Client({}).send(new DeleteBucketCommand({ Bucket: "made-for-tests" }));
  return { preset: "ts-jest" };
};
