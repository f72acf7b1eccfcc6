import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "function_prototype" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "function_prototype" }));
  }
}

Function.prototype.twice = function () { this(); };
export function run() { const s = new Store(); (() => s.get()).twice(); }
