import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "decorator_old_property" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "decorator_old_property" }));
  }
}

function inject(t: any, k: string) { Object.defineProperty(t, k, { get: () => new Store() }); }
class A { @inject s: any; }
export function run() { new A().s.get(); }
