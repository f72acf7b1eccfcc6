import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "decorator_new_field" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "decorator_new_field" }));
  }
}

function inject(v, ctx) { return function (init) { return new Store(); }; }
class A { @inject s; }
export function run() { new A().s.get(); }
