const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async (event) => {
  process.env.AWS_PROFILE = event.profile;
  if (event.other) {
    process.env.SET = "own";
    Object.assign(process.env, { UPDATED: "own" });
    process.env["PUT"] = "own";
    process.env.FROM_EVENT = event.name;
    delete process.env.TAKEN;
  }
  await s3.send(new PutObjectCommand({ Bucket: "set", Key: process.env.SET }));
  await s3.send(new PutObjectCommand({ Bucket: "updated", Key: process.env.UPDATED }));
  await s3.send(new PutObjectCommand({ Bucket: "put", Key: process.env.PUT }));
  await s3.send(new PutObjectCommand({ Bucket: "from-event", Key: process.env.FROM_EVENT }));
  await s3.send(new PutObjectCommand({ Bucket: "taken", Key: process.env.TAKEN ?? "default" }));
  await s3.send(new PutObjectCommand({ Bucket: "kept", Key: process.env.KEPT }));
};
