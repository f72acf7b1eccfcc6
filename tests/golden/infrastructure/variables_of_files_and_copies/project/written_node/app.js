const { PutObjectCommand, S3Client } = require("@aws-sdk/client-s3");
require("dotenv").config({ override: true });

const s3 = new S3Client({});

exports.handler = async () => s3.send(new PutObjectCommand({ Bucket: "written-node", Key: process.env.KEPT, Body: "" }));
