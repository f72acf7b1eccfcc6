import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "symbol_hasinstance" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "symbol_hasinstance" }));
  }
}

class A { static [Symbol.hasInstance](x) { new Store().get(); return true; } }
export function run() { return 3 instanceof A; }
