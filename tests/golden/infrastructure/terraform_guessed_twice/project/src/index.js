const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

exports.handler = async (event) => new S3Client({}).send(new GetObjectCommand({ Bucket: "b", Key: event.key }));
