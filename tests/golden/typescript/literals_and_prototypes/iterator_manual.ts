import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "iterator_manual" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "iterator_manual" }));
  }
}

const it = { next() { return { done: false, value: new Store() }; }, [Symbol.iterator]() { return this; } };
export function run() { const [s] = it; s.get(); }
