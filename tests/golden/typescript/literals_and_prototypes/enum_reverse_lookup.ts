import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "enum_reverse_lookup" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "enum_reverse_lookup" }));
  }
}

enum E { A, B }
const h: Record<string, () => void> = { A: () => new Store().get() };
export function run(e: E) { h[E[e]](); }
