import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "proxy_set" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "proxy_set" }));
  }
}

const p = new Proxy({}, { set(t, k, v) { v.get(); return true; } });
export function run() { p.s = new Store(); }
