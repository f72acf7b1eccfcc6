import { S3 } from "@aws-sdk/client-s3";

await new S3({}).getObject({ Bucket: "settings", Key: "web.json" });
