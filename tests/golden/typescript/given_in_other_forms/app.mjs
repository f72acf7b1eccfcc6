import { DeleteBucketCommand, S3, S3Client } from "@aws-sdk/client-s3";
import base from "lib-base";
import bound from "lib-bound";
import computed from "lib-computed";
import fields from "lib-fields";
import generator from "lib-generator";
import getter from "lib-getter";
import later from "lib-later";
import operation from "lib-operation";
import options from "lib-options";
import own from "lib-own";
import returned from "lib-returned";

const client = new S3Client({});

class Derived extends base.Job {
  constructor() {
    super();
    this.client = client;
  }
}

class WithGetter extends getter.Job {
  get storage() {
    return client;
  }
}

class Own extends own.Job {
  #client = client;
  mine = client;
  run() {
    return this.mine.send(new DeleteBucketCommand({ Bucket: "own" }));
  }
}

export const handler = async (event) => {
  fields.storage = client;
  options.configure((given) => {
    given.storage = client;
  });
  bound.run(client.send.bind(client));
  operation.run(new S3({}).listBuckets);
  new Derived().start();
  new WithGetter().start();
  new Own().start();
  returned.each(async () => client);
  generator.run(function* () {
    yield client;
  });
  computed[event.step](client);
  setTimeout(later.run, 1, client);
};
