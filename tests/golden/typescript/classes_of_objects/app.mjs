import _ from "lodash";
import queue from "lib-queue";
import { DeleteBucketCommand, S3, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});
const s3 = new S3({});

class Store {
  static bucket = "of-the-class";
  static clear(Bucket) {
    return client.send(new DeleteBucketCommand({ Bucket }));
  }
  empty() {
    return this.constructor.clear(this.constructor.bucket);
  }
}

class Other extends Store {
  static bucket = "of-a-class-below";
}

export const handler = async () => {
  await new Store().empty();
  await new Other().empty();
  await _.bind(s3.deleteBucket, s3, { Bucket: "bound" })();
  await Reflect.apply(s3.deleteBucket, s3, [{ Bucket: "applied" }]);
  // Who gets a command sends it.
  await queue.deliver(new DeleteBucketCommand({ Bucket: "queued" }));
};
