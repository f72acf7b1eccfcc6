const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});

exports.handler = async (event) => {
  event.Records.push(...JSON.parse(event.more));
  for (const record of event.Records) {
    await s3.send(new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: "d" }));
  }
};
