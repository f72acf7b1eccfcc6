const { S3 } = require("@aws-sdk/client-s3");
const D = { Bucket: "dev", Key: "k" };
exports.run = async () => {
  const o = { ...D, Key: "sent" };
  await new S3({}).getObject({ Bucket: o.Bucket, Key: o.Key });
  await new S3({}).deleteObject({ ...D, Key: "gone" });
};
