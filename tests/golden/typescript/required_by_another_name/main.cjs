const { S3Client, PutObjectCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");

const client = new S3Client({});
module.exports.save = (bucket) => client.send(new PutObjectCommand({ Bucket: bucket, Key: "k" }));
module.exports.remove = (bucket) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "k" }));
