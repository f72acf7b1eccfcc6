import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

export async function list() {
  await new S3Client({}).send(new ListObjectsV2Command({ Bucket: "listed" }));
}
