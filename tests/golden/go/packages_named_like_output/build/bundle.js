const { S3Client, DeleteBucketCommand } = require("@aws-sdk/client-s3");
new S3Client({}).send(new DeleteBucketCommand({ Bucket: "output-of-a-tool" }));
