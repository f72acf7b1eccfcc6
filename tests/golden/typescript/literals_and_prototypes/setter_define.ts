import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "setter_define" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "setter_define" }));
  }
}

const a = {};
Object.defineProperty(a, "s", { set(v) { v.get(); } });
export function run() { a.s = new Store(); }
