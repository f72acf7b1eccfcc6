import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "proxy_apply" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "proxy_apply" }));
  }
}

const p = new Proxy(() => {}, { apply(t, self, args) { args[0].get(); } });
export function run() { p(new Store()); }
