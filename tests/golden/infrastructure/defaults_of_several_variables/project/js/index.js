const { S3Client, DeleteObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async () => {
  const bucket = process.env.FIRST ?? process.env.SECOND ?? "last-files";
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "old" }));
};
