import { DeleteBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const put = (bucket: string, key: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: key }));

class Told extends Map<string, string> {
  constructor(entries: [string, string][]) {
    super(entries);
  }
  set(key: string, value: string) {
    put("told", key);
    return super.set(key, value);
  }
  never() {
    s3.send(new DeleteBucketCommand({ Bucket: "never" }));
  }
}

class Inherited extends Map<string, string> {
  set(key: string, value: string) {
    put("inherited", "k");
    return super.set(key, value);
  }
}

class Values extends Set<string> {
  add(value: string) {
    put("values", "k");
    return super.add(value);
  }
}

class Empty extends Map<string, string> {
  set(key: string, value: string) {
    put("empty", "k");
    return this;
  }
}

abstract class Base {
  protected abstract async load(key: string): Promise<void>;
}

class Loader extends Base {
  protected override async load(key: string) {
    await put("loaded", key);
  }
  run() {
    return this.load("k");
  }
}

export const handler = async () => {
  new Told([["first", "1"]]);
  new Inherited([["a", "1"]]);
  new Values(["a"]);
  new Empty();
  await new Loader().run();
};
