// What the program calls of one object says nothing of another one of the class, which a library gets.
import {
  DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand,
} from "@aws-sdk/client-dynamodb";
import somelib from "somelib";

const client = new DynamoDBClient({});

class Table {
  constructor(private readonly name: string) {}
  get(id: string) { return this.fetch(this.name, id); }
  private fetch(name: string, id: string) {
    return client.send(new GetItemCommand({ TableName: name, Key: { id: { S: id } } }));
  }
}

class Below extends Table {}

class Shelf {
  constructor(private readonly name: string) {}
  put(id: string) { return client.send(new PutItemCommand({ TableName: this.name, Item: { id: { S: id } } })); }
}

class Plain {
  constructor(private readonly name: string) {}
  drop(id: string) { return client.send(new DeleteItemCommand({ TableName: this.name, Key: { id: { S: id } } })); }
}

const sweep = (name: string) => client.send(new ScanCommand({ TableName: name }));

export const handler = async () => {
  await new Table("called").get("x");
  somelib.run(new Table("itself"));
  somelib.run([new Table("in_list")], { table: new Table("in_object") });
  somelib.run(new Below("below"));
  somelib.client.table = new Table("assigned");
};

export const ofClass = async () => {
  await new Shelf("known").put("x");
  somelib.register(Shelf);
};

export const inContainer = async () => {
  await sweep("known");
  somelib.run({ sweep });
};

export const notedDown = async () => {
  await new Plain("used").drop("x");
  const plain = new Plain("unused");
  console.log(plain, JSON.stringify({ plain }));
  somelib.logger().info({ plain });
  globalThis.plain = plain;
};
