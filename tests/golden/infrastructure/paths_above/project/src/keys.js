const path = require("path");
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});
const folder = process.env.FOLDER;

exports.handler = async (event) => {
  await s3.send(new PutObjectCommand({ Bucket: "below", Key: path.join(folder, "/daily//./one.json") }));
  await s3.send(new PutObjectCommand({ Bucket: "beside", Key: path.join(folder, "../two.json") }));
};
