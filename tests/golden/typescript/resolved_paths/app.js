const path = require("path");
const { S3 } = require("@aws-sdk/client-s3");

const s3 = new S3({});

exports.handler = async (event) => {
  await s3.getObject({ Bucket: "store", Key: path.resolve("/joined", event.name) });
  await s3.putObject({ Bucket: "store", Key: path.resolve("beside", event.name), Body: "" });
  await s3.deleteObject({ Bucket: "store", Key: path.join("relative", event.name) });
};
