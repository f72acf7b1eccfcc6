import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
const client = new S3Client({});
export const handler = async () => { await client.send(new PutObjectCommand({ Bucket: "b", Key: "k" })); };
