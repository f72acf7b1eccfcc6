import { GetObjectCommand, PutObjectCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as jobs from "./jobs";

const s3 = new S3Client({});

class Store {
  async put() {
    await s3.send(new PutObjectCommand({ Bucket: "put", Key: "a" }));
  }

  async getOne() {
    await s3.send(new GetObjectCommand({ Bucket: "get", Key: "a" }));
  }
}

class Unused {
  async remove() {
    await s3.send(new DeleteObjectCommand({ Bucket: "removed", Key: "a" }));
  }
}

export const handler = async (event: any) => {
  const store: any = new Store();
  await store[event.action]();
  const one = store["get" + event.what];
  await one.call(store);
  await (jobs as any)[event.job]();
};
