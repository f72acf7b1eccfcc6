const { S3 } = require("@aws-sdk/client-s3");

new S3({}).getObject({ Bucket: "store", Key: "forked" });
