import Queue from "@acme/queue";
import { JOBS } from "@acme/queue/names";
import { all, DeleteItemCommand, dynamo, Put, reader } from "@lib/index";
import { Buckets, Tables } from "~settings";

export async function handler(event: { key: string }) {
  await reader(Buckets.In, event.key);
  await all.s3.send(new Put({ Bucket: Buckets.Out, Key: event.key }));
  await dynamo.send(new DeleteItemCommand({ TableName: Tables.users, Key: {} }));
  await new Queue(JOBS).send("x");
  const { archive } = await import("./lazy.js");
  await archive();
}
