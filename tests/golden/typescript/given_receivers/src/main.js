const { promisify } = require("util");
const AWS = require("aws-sdk");
const { S3Client, S3, GetObjectCommand, HeadObjectCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");
const { invoke, retry } = require("./helpers");

const client = new S3Client({});
const s3 = new S3({});
const iam = new AWS.IAM();
const old = new AWS.S3();

function read(bucket, key) {
  return client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
}

exports.handler = async () => {
  await client.send.apply(client, [new DeleteObjectCommand({ Bucket: "applied", Key: "k" })]);
  await Reflect.apply(client.send, client, [new HeadObjectCommand({ Bucket: "reflected", Key: "k" })]);
  await Reflect.apply(read, null, ["own", "k"]);
  await read.apply(null, ["own-applied", "k"]);
  await invoke(s3, "getBucketPolicy", { Bucket: "invoked" });
  await retry(3, iam.listUsers, iam, {});
  await promisify(old.getBucketTagging).bind(old)({ Bucket: "promised" });
  AWS.S3.prototype.getBucketCors.call(old, { Bucket: "of-prototype" }, () => {});
};
