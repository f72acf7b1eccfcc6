import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { work } from "tasklib";

const s3 = new S3Client({});

class Store {
  async save(key: string) {
    await s3.send(new PutObjectCommand({ Bucket: "stored", Key: key }));
  }
}

export const handler = async () => {
  (globalThis as any).hook = s3;
  (global as any).store = new Store();
  (globalThis as any).own ??= s3;
  await work();
  await (globalThis as any).own.send(new GetObjectCommand({ Bucket: "own", Key: "k" }));
};
