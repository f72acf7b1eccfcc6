const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});

exports.handler = async (event) => s3.send(new GetObjectCommand({ Bucket: process.env.SHELF, Key: event.key }));
