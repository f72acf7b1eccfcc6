const { S3 } = require("@aws-sdk/client-s3");
const images = require("./build/Release/images.node");

const s3 = new S3({});

exports.handler = async () => {
  const found = await s3.getObject({ Bucket: "b", Key: "k" });
  return images.scale(found.Body);
};
