import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "namespace_alias" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "namespace_alias" }));
  }
}

namespace A { export namespace B { export const s = new Store(); } }
import B = A.B;
export function run() { B.s.get(); }
