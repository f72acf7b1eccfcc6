"use strict";

const S3 = require("aws-sdk/clients/s3");
const { DocumentClient } = require("aws-sdk/clients/dynamodb");

const s3 = new S3();
const table = new DocumentClient();
const bucket = process.env.THUMBNAILS_BUCKET;

/** Originals may be in any bucket that sends events. */
function load(Bucket, Key, done) {
  s3.getObject({ Bucket, Key }, (error, data) => done(error, data && data.Body));
}

async function save(key, image) {
  const upload = s3.upload({ Bucket: bucket, Key: `thumbnails/${key}`, Body: image, ACL: "public-read" });
  upload.on("httpUploadProgress", ({ loaded }) => console.log(loaded));
  return upload.promise();
}

async function remember(key, sizes) {
  const params = { TableName: process.env.IMAGES_TABLE, Key: { key } };
  params.UpdateExpression = "SET sizes = :s";
  params.ExpressionAttributeValues = { ":s": sizes };
  await table.update(params).promise();
}

module.exports = { load, save, remember };
