import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "generator_throw" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "generator_throw" }));
  }
}

function* g() { try { yield 1; } catch (e) { e.get(); } }
export function run() { const it = g(); it.next(); it.throw(new Store()); }
