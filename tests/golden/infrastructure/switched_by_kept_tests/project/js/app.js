const { S3Client, GetObjectCommand, PutObjectCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async (event) => {
  const stage = process.env.STAGE;
  const only = process.env.ONLY;
  const away = only && !stage.startsWith("prod");
  if (away) {
    await s3.send(new GetObjectCommand({ Bucket: "js-away", Key: "k" }));
  } else {
    await s3.send(new PutObjectCommand({ Bucket: "js-here", Key: "k" }));
  }
  const both = stage === "prod-one" && event.quiet;
  if (both) {
    await s3.send(new DeleteObjectCommand({ Bucket: "js-both", Key: "k" }));
  }
  const prod = stage.startsWith("prod");
  if (prod && event.x) {
    await s3.send(new DeleteObjectCommand({ Bucket: "js-prod", Key: "k" }));
  }
};
