const { S3Client, PutObjectCommand, GetObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({});
const bucket = process.env.B || `o-${process.env.STAGE}-d`;
const other = process.env.B ?? `o-${process.env.STAGE}-e`;
exports.handler = async () => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a" }));
  await s3.send(new GetObjectCommand({ Bucket: other, Key: "b" }));
};
