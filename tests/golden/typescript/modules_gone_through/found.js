const AWS = require("aws-sdk");
const s3 = new AWS.S3();
exports.drop = () => s3.deleteObject({ Bucket: "parcels", Key: "late.csv" }).promise();
