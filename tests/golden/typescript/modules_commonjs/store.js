"use strict";
const s3sdk = require("@aws-sdk/client-s3");
const { bucket } = require("./config");
const client = new s3sdk.S3Client({});

exports.save = async function (id) {
  return client.send(new s3sdk.PutObjectCommand({ Bucket: bucket, Key: id }));
};
exports.remove = exports.del = async (id) => client.send(new s3sdk.DeleteObjectCommand({ Bucket: bucket, Key: id }));
