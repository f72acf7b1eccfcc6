"use strict";
const s3 = require("@aws-sdk/client-s3");
new s3.S3Client({}).send(new s3.DeleteBucketCommand({ Bucket: "compiled" }));
//# sourceMappingURL=compiled.js.map
