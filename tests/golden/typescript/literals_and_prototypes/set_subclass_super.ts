import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "set_subclass_super" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "set_subclass_super" }));
  }
}

class M extends Set { constructor(s) { super([s]); } }
export function run() { for (const s of new M(new Store())) s.get(); }
