const { S3Client, HeadObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});
const look = () => s3.send(new HeadObjectCommand({ Bucket: "reports", Key: "2026/summary.csv" }));

exports.handler = () => {
  function again() {
    return look().catch(again);
  }
  return look().catch(again);
};
