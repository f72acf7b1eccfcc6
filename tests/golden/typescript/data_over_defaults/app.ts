import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import fs from "node:fs";
import YAML from "yaml";

const s3 = new S3Client({});
const load = () => JSON.parse(fs.readFileSync("settings.json", "utf8"));
const remove = (Bucket: string, Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));

class Settings {
  bucket = "assigned-default";

  constructor(values: object) {
    Object.assign(this, values);
  }
}

export async function handler() {
  await remove({ bucket: "spread-default", ...load() }.bucket, "spread");
  await remove({ bucket: "yaml-default", ...YAML.parse("bucket: other") }.bucket, "yaml");
  await remove(new Settings(load()).bucket, "assigned");
  await remove({ ...load(), bucket: "behind" }.bucket, "k");
  await remove(Object.assign({}, load(), { bucket: "last" }).bucket, "k");
}
