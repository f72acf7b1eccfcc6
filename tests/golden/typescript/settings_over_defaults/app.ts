// What nobody knows may override any default: the environment, a library's settings, an answer, members by name.
import { S3 } from "@aws-sdk/client-s3";
import SETTINGS from "somewhere";

const DEFAULTS: any = { bucket: "default" };
const s3 = new S3({});

class Config {
  static bucket = "default";
}

export const merged = async (key: string, value: any) => {
  await s3.putObject({ Bucket: { ...DEFAULTS, ...process.env }.bucket, Key: "environment" });
  await s3.putObject({ Bucket: { ...DEFAULTS, ...SETTINGS }.bucket, Key: "library" });
  const { Metadata } = await s3.getObject({ Bucket: "stored", Key: "settings" });
  await s3.putObject({ Bucket: { ...DEFAULTS, ...Metadata }.bucket, Key: "answer" });
  await s3.putObject({ Bucket: Object.assign({}, DEFAULTS, process.env).bucket, Key: "assigned" });
  await s3.putObject({ Bucket: { ...process.env, bucket: "last" }.bucket, Key: "last" });
  Object.assign(Config, value);
  await s3.putObject({ Bucket: Config.bucket, Key: "static" });
};

export const members = async (key: string, value: any) => {
  const reflected: any = { bucket: "default" };
  Reflect.set(reflected, key, value);
  await s3.putObject({ Bucket: reflected.bucket, Key: "reflected" });
  const defined: any = { bucket: "default" };
  Object.defineProperties(defined, value);
  await s3.putObject({ Bucket: defined.bucket, Key: "defined" });
  const described: any = { bucket: "default" };
  Object.defineProperty(described, "bucket", value);
  await s3.putObject({ Bucket: described.bucket, Key: "described" });
};

export const code = async (text: string) => new Function("s3", text)(s3);
