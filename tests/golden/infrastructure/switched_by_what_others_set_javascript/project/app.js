const { S3Client, DeleteObjectCommand, PutObjectCommand, GetObjectCommand, CreateBucketCommand, DeleteBucketCommand, PutBucketAclCommand } = require("@aws-sdk/client-s3");
const conf = require("./conf");
const conf2 = require("./conf2");
const conf3 = require("./conf3");
const s3 = new S3Client({});

exports.handler = async (event) => {
  conf.stage = event.stage;
  conf2.stage = event.stage;
  Object.assign(conf3, event);
  if (conf.stage === "prod") {
    await s3.send(new DeleteObjectCommand({ Bucket: "mine", Key: "k" }));
  }
  if (conf2.stage === "prod") {
    await s3.send(new PutObjectCommand({ Bucket: "mine", Key: "k" }));
  }
  if (conf3.stage === "prod") {
    await s3.send(new GetObjectCommand({ Bucket: "mine", Key: "k" }));
  }
  if (conf.still === "prod") {
    await s3.send(new CreateBucketCommand({ Bucket: "mine" }));
  }
  if (later() === "prod") {
    await s3.send(new DeleteBucketCommand({ Bucket: "mine" }));
  }
  if (later() !== "dev") {
    await s3.send(new PutBucketAclCommand({ Bucket: "mine" }));
  }
};

async function later() {
  return process.env.STAGE;
}
