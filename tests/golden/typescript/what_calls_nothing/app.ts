import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

// Nobody calls what is only looked at.
const remove = (key: string) => s3.send(new DeleteObjectCommand({ Bucket: "letters", Key: key }));
const write = (key: string) => s3.send(new PutObjectCommand({ Bucket: "letters", Key: key }));
const read = (key: string) => s3.send(new GetObjectCommand({ Bucket: "letters", Key: key }));

export async function handler(event: { name: string; keys: string[] }) {
  if (/remove/.test(String(remove)) || new RegExp(event.name).exec(write as any)) {
    throw new Error("refused: " + JSON.stringify({ remove }));
  }
  return Promise.all(event.keys.map(read));
}
