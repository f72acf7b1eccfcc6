import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "array_prototype" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "array_prototype" }));
  }
}

Array.prototype.each = function () { for (const s of this) s.get(); };
export function run() { [new Store()].each(); }
