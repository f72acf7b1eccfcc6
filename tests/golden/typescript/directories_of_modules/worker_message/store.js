import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

export class Store {
  get() {
    return new S3Client({}).send(new GetObjectCommand({ Bucket: "store", Key: "worker_message" }));
  }
  drop() {
    return new S3Client({}).send(new DeleteObjectCommand({ Bucket: "store", Key: "worker_message" }));
  }
}
