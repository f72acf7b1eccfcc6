const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async (event) => {
  process.env.SET ||= event.name;
  process.env.UPDATED = process.env.UPDATED ?? "own";
  if (!process.env.MISSING) process.env.MISSING = "own";
  if (process.env.IS_OFFLINE) process.env.KEPT = "local";
  for (const name of Object.keys(event)) process.env[`EXTRA_${name}`] = event[name];
  await s3.send(new PutObjectCommand({ Bucket: "set", Key: process.env.SET }));
  await s3.send(new PutObjectCommand({ Bucket: "updated", Key: process.env.UPDATED }));
  await s3.send(new PutObjectCommand({ Bucket: "missing", Key: process.env.MISSING }));
  await s3.send(new PutObjectCommand({ Bucket: "extra", Key: process.env.EXTRA_KEY }));
};
