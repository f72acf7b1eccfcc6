import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Entity, Service } from "electrodb";

const client = new DynamoDBClient({});
const key = { pk: { field: "pk", composite: ["id"] }, sk: { field: "sk", composite: [] } };
const Users = new Entity({
  model: { entity: "user", version: "1", service: "app" },
  attributes: { id: { type: "string" } },
  indexes: { primary: key, byEmail: { index: "email-index", pk: key.pk, sk: key.sk } },
}, { client, table: "electro" });

export async function users(id: string) {
  await Users.get({ id }).go();
  await Users.create({ id }).go();
  await Users.update({ id }).set({ id: "2" }).go();
  await Users.delete([{ id }]).go(); // an array makes a batch
  await Users.query.primary({ id }).go();
  return Users.query.byEmail({ id }).where((a, { eq }) => eq(a.id, id)).go();
}

// The table of a service, the index of a collection.
const Task = new Entity({ model: { entity: "task", version: "1", service: "app" }, attributes: {}, indexes: { own: key, due: { index: "due-index", collection: ["work"], ...key } } });
const Staff = new Entity({ model: { entity: "staff", version: "1", service: "app" }, attributes: {}, indexes: { own: key, boss: { index: "boss-index", ...key }, team: { index: "due-index", collection: "work", ...key } } });
const app = new Service({ task: Task, staff: Staff }, { client, table: "service" });
export const work = () => app.collections.work({ id: "1" }).go();
export const put = () => app.entities.task.put({ id: "1" }).go();
export const write = () => app.transaction.write(({ task, staff }) => [task.remove({}).commit(), staff.patch({}).commit()]).go();

// The requests of a library are those of the client that it is given.
const elsewhere = new Entity({ model: { entity: "log", version: "1", service: "app" }, attributes: {}, indexes: { own: key } },
  { client: new DynamoDBClient({ region: "us-west-2" }), table: "elsewhere" });
export const log = () => elsewhere.scan.go();
