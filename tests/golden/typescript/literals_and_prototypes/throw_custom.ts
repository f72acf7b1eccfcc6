import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "throw_custom" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "throw_custom" }));
  }
}

class E extends Error { constructor(s) { super("x"); this.s = s; } }
export function run() { try { throw new E(new Store()); } catch (e) { if (e instanceof E) e.s.get(); } }
