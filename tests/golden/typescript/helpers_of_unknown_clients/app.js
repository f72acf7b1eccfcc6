const AWS = require("aws-sdk");

const queue = new AWS.SQS();

exports.run = async (clients, storage) => {
  const form = storage.createPresignedPost({ Bucket: "uploads", Fields: { key: "in" } });
  const url = await clients.s3.getSignedUrlPromise("getObject", { Bucket: "reports", Key: "day", Expires: 60 });
  await clients.s3.waitFor("bucketExists", { Bucket: "reports" }).promise();
  const unsure = clients.other.getSignedUrl("getObject", { Bucket: "reports", Key: "day" });
  const none = storage.getSignedUrl("reports/day");
  return [form, url, unsure, none, queue];
};
