import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "super_object_literal" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "super_object_literal" }));
  }
}

const base = { go() { new Store().get(); } };
const a = { __proto__: base, go() { super.go(); } };
export function run() { a.go(); }
