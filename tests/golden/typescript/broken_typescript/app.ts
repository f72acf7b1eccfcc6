import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

export async function readable(key: string) {
  return s3.send(new GetObjectCommand({ Bucket: "readable", Key: key }));
}

export function broken(a: string {
  return a +;
}
