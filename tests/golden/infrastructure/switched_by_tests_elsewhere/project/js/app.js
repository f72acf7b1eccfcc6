const { S3Client, GetObjectCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");
const { isProd, prod, config } = require("./settings");

const s3 = new S3Client({});
const IS_PROD = process.env.STAGE === "prod";

exports.handler = async (event) => {
  if (config.dry) {
    await s3.send(new GetObjectCommand({ Bucket: "js-dry", Key: "k" }));
  }
  if (IS_PROD) {
    await s3.send(new DeleteObjectCommand({ Bucket: "js-prod", Key: "k" }));
  }
  if (isProd() || prod) {
    await s3.send(new DeleteObjectCommand({ Bucket: "js-settings", Key: "k" }));
  }
  if (!config.prod) {
    await s3.send(new GetObjectCommand({ Bucket: "js-other", Key: "k" }));
  } else {
    await s3.send(new DeleteObjectCommand({ Bucket: "js-config", Key: "k" }));
  }
  await s3.send(new GetObjectCommand({ Bucket: IS_PROD === true ? "prod" : "js-any", Key: "k" }));
};
