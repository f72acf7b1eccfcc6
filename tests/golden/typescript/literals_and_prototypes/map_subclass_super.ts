import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "map_subclass_super" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "map_subclass_super" }));
  }
}

class M extends Map { constructor(s) { super([["s", s]]); } }
export function run() { new M(new Store()).get("s").get(); }
