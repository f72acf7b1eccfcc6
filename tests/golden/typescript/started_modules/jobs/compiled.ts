import { S3 } from "@aws-sdk/client-s3";

new S3({}).getObject({ Bucket: "store", Key: "compiled" });
