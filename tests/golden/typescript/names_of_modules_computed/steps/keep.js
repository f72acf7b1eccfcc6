const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");

exports.run = () => new S3Client({}).send(new PutObjectCommand({ Bucket: "kept", Key: "a" }));
