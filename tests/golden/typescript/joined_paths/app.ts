import { S3 } from "@aws-sdk/client-s3";
import * as path from "path";

const s3 = new S3({});

export const handler = async (event: { name: string }) => {
  await s3.putObject({ Bucket: "empty", Key: path.join("", "k.json") });
  await s3.putObject({ Bucket: "up", Key: path.posix.join("a", "../b", "k.json") });
  await s3.putObject({ Bucket: "slash", Key: path.join("a/", "/k.json") });
  await s3.putObject({ Bucket: "part", Key: path.join("a/", event.name, "k.json") });
  await s3.putObject({ Bucket: "resolved", Key: path.resolve("/a", "/b/k.json") });
};
