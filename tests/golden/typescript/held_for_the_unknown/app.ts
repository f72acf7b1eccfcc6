import { DeleteBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Base, unknown, use } from "taskbase";

const s3 = new S3Client({});

class OfObject {
  async save(key: string) {
    await s3.send(new PutObjectCommand({ Bucket: "of-object", Key: key }));
  }
}

class Hooked {
  async load(key: string) {
    await s3.send(new GetObjectCommand({ Bucket: "hooked", Key: key }));
  }
}

class Given {
  async remove(key: string) {
    await s3.send(new DeleteObjectCommand({ Bucket: "given", Key: key }));
  }
}

class Read {
  plain() {
    return "only data";
  }
  async drop() {
    await s3.send(new DeleteBucketCommand({ Bucket: "never" }));
  }
}

class Job extends Base {
  store = new OfObject();
  own = new Read();
  loader() {
    return new Hooked();
  }
  name() {
    return this.own.plain();
  }
}

export const handler = async () => {
  await new Job().run();
  use(() => [new Given()].values());
  // What is in the literal is there for the function that the library's part has.
  await { ...unknown, client: s3 }.run();
};
