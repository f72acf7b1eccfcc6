import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "decorator_accessor_new" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "decorator_accessor_new" }));
  }
}

function lazy({ get, set }, ctx) { return { get() { return new Store(); } }; }
class A { @lazy accessor s; }
export function run() { new A().s.get(); }
