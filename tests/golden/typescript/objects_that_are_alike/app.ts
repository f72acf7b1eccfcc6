// Many objects of a class are one, but for what they are told, and what is put into them later.
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Failure extends Error {}

class Ledger {
  client = new DynamoDBClient({});

  constructor(private user: unknown) {}

  async enter() {
    await this.client.send(new PutItemCommand({ TableName: "ledger", Item: { user: { S: String(this.user) } } }));
  }
}

class Store {
  client = new S3Client({});
  bucket = "";

  use(bucket: string) {
    this.bucket = bucket;
  }

  async read() {
    await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: "day" }));
  }

  async write() {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: "day" }));
  }
}

async function step0(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 0");
}

async function step1(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("written");
  await store.write();
  throw new Failure("step 1");
}

async function step2(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 2");
}

async function step3(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 3");
}

async function step4(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 4");
}

async function step5(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 5");
}

async function step6(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 6");
}

async function step7(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 7");
}

async function step8(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 8");
}

async function step9(event: unknown) {
  await new Ledger(event).enter();
  const store = new Store();
  store.use("read");
  await store.read();
  throw new Failure("step 9");
}

export async function handler(event: unknown) {
  await step0(event);
  await step1(event);
  await step2(event);
  await step3(event);
  await step4(event);
  await step5(event);
  await step6(event);
  await step7(event);
  await step8(event);
  await step9(event);
}
