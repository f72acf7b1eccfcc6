import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteItemCommand, DeleteTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { Engine, Step } from "pipelines";

const db = new DynamoDBClient({});
const TableName = process.env.RECORDS;

class Load extends Step {
  process(row: any) { return db.send(new PutItemCommand({ TableName, Item: row })); }
}

class Sink extends Writable {
  _write(row: any, encoding: string, done: () => void) {
    db.send(new UpdateItemCommand({ TableName, Key: row })).then(done);
  }
}

class Pages {
  async *[Symbol.asyncIterator]() { yield await db.send(new QueryCommand({ TableName })); }
}

class Title {
  toString() { db.send(new GetItemCommand({ TableName, Key: { id: { S: "title" } } })); return ""; }
}

class Plain {
  wipe() { return db.send(new DeleteTableCommand({ TableName })); }
}

function counted(target: any, name: string, descriptor: PropertyDescriptor) {
  const inner = descriptor.value;
  descriptor.value = async function (...given: any[]) {
    await db.send(new ScanCommand({ TableName }));
    return inner.apply(this, given);
  };
}

class Desk {
  @counted
  async clear(id: string) { return db.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } })); }
}

export const handler = async (event: any) => {
  new Engine().add(new Load());
  await pipeline(event.rows, new Sink());
  for await (const page of new Pages()) console.log(page, `${new Title()}`, new Plain());
  await new Desk().clear(event.id);
};
