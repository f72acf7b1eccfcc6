import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand, S3, S3Client } from "@aws-sdk/client-s3";

// `this` of a static member is the class.
class Buckets {
  static NAME = "own-name";
  static client: S3Client;
  static { this.client = new S3Client({}); }
  static async check() { await this.client.send(new HeadBucketCommand({ Bucket: this.NAME })); await this.later(); }
  static later = () => this.client.send(new HeadBucketCommand({ Bucket: "arrow-in-class" }));
}
class More extends Buckets {
  static override async check() { await super.check(); await More.client.send(new HeadBucketCommand({ Bucket: "inherited" })); }
}
More.check();

export class Table {
  accessor name = "accessor-table";
  static #shared = new DynamoDBClient({});
  static get client() { return this.#shared; }
  async *rows() {
    const page = await Table.client.send(new ScanCommand({ TableName: this.name }));
    yield* page.Items ?? [];
  }
  static async #each(table: Table) { for await (const row of table.rows()) console.log(row); }
  static run() { return Table.#each(new Table()); }
}
await Table.run();

// Members that a proxy makes up.
const lazy = <T extends object>(make: () => T): T =>
  new Proxy({} as T, { get: (_target, name) => (make() as any)[name] });
const s3 = lazy(() => new S3({}));
export const drop = () => s3.deleteBucket({ Bucket: "behind-a-proxy" });
