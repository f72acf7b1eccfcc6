const path = require("path");
const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async () => {
  await s3.send(new GetObjectCommand({ Bucket: "joined", Key: path.join("data", process.env.ABSOLUTE, "x.json") }));
  await s3.send(new GetObjectCommand({ Bucket: "resolved", Key: path.resolve("data", process.env.ABSOLUTE, "x.json") }));
};
