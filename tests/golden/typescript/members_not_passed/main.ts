import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import meow from "meow";

// An option that the command line may leave out.
const cli = meow("show NAME", { importMeta: import.meta, flags: { qualifier: { type: "string" } } });
const lambda = new LambdaClient({});
const db = new DynamoDBClient({});

export async function show(options: { qualifier?: string }) {
  await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "orders", Qualifier: options.qualifier }));
}

export async function flagged() {
  await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "flagged", Qualifier: cli.flags.qualifier }));
}

export async function find(newest: boolean) {
  await db.send(new QueryCommand({ TableName: "orders", IndexName: newest ? "by-date" : undefined }));
}

export async function list(newest: boolean) {
  let index: string | undefined;
  if (newest) index = "by-date";
  await db.send(new QueryCommand({ TableName: "customers", IndexName: index }));
}

export async function indexed(index: string) {
  await db.send(new QueryCommand({ TableName: "payments", IndexName: `by-${index}` }));
}
