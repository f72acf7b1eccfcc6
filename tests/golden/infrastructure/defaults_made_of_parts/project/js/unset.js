const { S3Client, PutObjectCommand, GetObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({});
exports.handler = async () => {
  await s3.send(new PutObjectCommand({ Bucket: process.env.NOT_SET_ANYWHERE, Key: "a" }));
  await s3.send(new GetObjectCommand({ Bucket: process.env.NOT_SET_EITHER || "default-bucket", Key: "b" }));
};
