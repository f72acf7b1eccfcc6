import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});

export const main = async (event) =>
  client.send(new GetObjectCommand({ Bucket: process.env.PHOTOS, Key: `small/${event.id}.jpg` }));
