const AWS = require("aws-sdk");
const S3 = require("aws-sdk/clients/s3");
const { SQS, CognitoIdentityServiceProvider, config } = require("aws-sdk");
const { promisify } = require("util");

AWS.config.update({ region: "us-east-1" });
const s3 = new S3({ apiVersion: "2006-03-01" });
const sqs = new SQS();
const pool = new CognitoIdentityServiceProvider();

exports.handler = function (event, context, callback) {
  s3.getObject({ Bucket: "photos", Key: event.key }, function (err, data) {
    if (err) return callback(err);
    s3.putObject({ Bucket: "thumbs", Key: event.key, Body: data.Body }, callback);
  });
  sqs
    .sendMessage({ QueueUrl: process.env.QUEUE_URL, MessageBody: "x" })
    .promise()
    .then((sent) => sqs.deleteMessage({ QueueUrl: process.env.QUEUE_URL, ReceiptHandle: sent.MessageId }).promise())
    .catch(console.error);
  s3.waitFor("bucketExists", { Bucket: "awaited" }, () => {});
  s3.listObjectsV2({ Bucket: "pages" }).eachPage((err, page, done) => {
    if (page) page.Contents.forEach((o) => s3.deleteObject({ Bucket: "pages", Key: o.Key }).promise());
    done();
  });
  s3.getSignedUrl("putObject", { Bucket: "signed", Key: "k", Expires: 60 });
  s3.upload({ Bucket: "uploads", Key: "k", Body: "b" }).promise();
  new AWS.S3.ManagedUpload({ params: { Bucket: "managed", Key: "k", Body: "b" } }).promise();
  new AWS.Request(new AWS.SNS(), "publish", { TopicArn: "arn:aws:sns:us-east-1:111122223333:alerts" }).send();
  const head = promisify(s3.headObject.bind(s3));
  head({ Bucket: "heads", Key: "k" });
  pool.adminGetUser({ UserPoolId: process.env.POOL, Username: "u" }, callback);
  pool.makeRequest("listUsers", { UserPoolId: process.env.POOL }, callback);
};
