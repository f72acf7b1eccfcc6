import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { find } from "records";

const s3 = new S3Client({});

class Row {
  bucket?: string;
  describe() { return "row"; }
}
class Other {
  bucket: string;
  constructor(b: string) { this.bucket = b; }
}
export async function run(id: string) {
  const row: Row = find(id);
  await s3.send(new PutObjectCommand({ Bucket: row.bucket ?? "dflt", Key: "k" }));
  await s3.send(new DeleteObjectCommand({ Bucket: row.bucket || "dflt", Key: "k" }));
  const { bucket = "dflt" } = row;
  await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }));
}
console.log(new Other("own").bucket);
