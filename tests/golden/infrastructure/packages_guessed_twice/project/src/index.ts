import { S3 } from "@aws-sdk/client-s3";
export const handler = async () => new S3({}).getObject({ Bucket: "b", Key: "k" });
