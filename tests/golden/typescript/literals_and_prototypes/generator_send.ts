import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "generator_send" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "generator_send" }));
  }
}

function* g() { const s = yield 1; s.get(); }
export function run() { const it = g(); it.next(); it.next(new Store()); }
