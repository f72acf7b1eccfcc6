const { S3Client } = require("@aws-sdk/client-s3");
const keeper = require("file-keeper");

exports.handler = async (event) => {
  const store = keeper({ s3: new S3Client({}), bucket: "uploads" });
  await store.save(event.name, event.body);
};
