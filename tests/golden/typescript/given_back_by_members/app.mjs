import { S3Client, DeleteBucketCommand } from "@aws-sdk/client-s3";
import beside from "lib-beside";
import * as listed from "lib-listed";
import * as holds from "lib-holds";
import * as modules from "lib-modules";
import * as hidden from "lib-hidden";
import * as instance from "lib-instance";
import * as method from "lib-method";
import * as none from "lib-none";
import * as nested from "lib-nested";
import * as server from "lib-server";
import * as yields from "lib-yields";

import * as given from "./given.mjs";
import * as held from "./held.mjs";

const client = new S3Client({});

const made = server.make({ context: async () => ({ client }) });

class Context {
  storage() {
    return client;
  }
}

class Hidden {
  #storage() {
    return client;
  }

  run() {
    return this.#storage() === undefined;
  }
}

export const handler = async (event) => {
  method.make({
    context() {
      return { client };
    },
  });
  beside(() => 1, { context: () => client });
  listed.provide([{ provide: "storage", useFactory: () => client }]);
  nested.make({ options: { context: () => client } });
  yields.make({
    *context() {
      yield client;
    },
  });
  instance.make({ context: new Context() });
  // No library calls what is private.
  hidden.make({ context: new Hidden() });
  modules.make({ given });
  holds.hold(held);
  // It makes the request itself, and gives no client.
  none.make({
    context: async () => {
      await client.send(new DeleteBucketCommand({ Bucket: "own" }));
      return { event };
    },
  });
  return made.run(event);
};
