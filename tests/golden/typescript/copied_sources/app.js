const { S3Client, CopyObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({});
exports.handler = async (event) => {
  await s3.send(new CopyObjectCommand({ Bucket: "to", Key: "k", CopySource: encodeURIComponent(`${event.bucket}/in/${event.key}`) }));
  await s3.send(new CopyObjectCommand({ Bucket: "to", Key: "k2", CopySource: encodeURIComponent("from/a b") }));
};
