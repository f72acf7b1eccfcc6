import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "new_target" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "new_target" }));
  }
}

class Base { constructor() { this.s = new.target.make(); } }
class A extends Base { static make() { return new Store(); } }
export function run() { new A().s.get(); }
