import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "getter_computed" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "getter_computed" }));
  }
}

const k = "s";
class A { get [k]() { return new Store(); } }
export function run() { new A().s.get(); }
