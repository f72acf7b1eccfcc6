const { DeleteObjectCommand, GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand, S3Client } = require("@aws-sdk/client-s3");

const client = new S3Client({});
const Bucket = process.env.BUCKET;

exports.f = async () => {
  const folder = process.env.FOLDER;
  if (folder.startsWith("tmp") || folder.endsWith("out") || !folder.includes("/")) {
    await client.send(new DeleteObjectCommand({ Bucket, Key: folder }));
  }
  await client.send(new PutObjectCommand({ Bucket, Key: folder.endsWith("/") ? "ends" : "today", Body: "x" }));
  if (process.env.NAME.includes("old")) {
    await client.send(new GetObjectCommand({ Bucket, Key: "old" }));
  }
  if (folder.split("/").includes("data/in")) {
    await client.send(new GetObjectTaggingCommand({ Bucket, Key: "in" }));
  }
};
