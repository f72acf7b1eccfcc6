// Curried functions, data last.
import * as R from "ramda";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";

const docClient = DynamoDBDocument.from(new DynamoDB({}));
const scan = R.curry(async (client, TableName, Limit) => client.scan({ TableName, Limit }));
const write = R.curry((client, delay, writes) => client.batchWrite(writes));
const handler = R.pipe(
  async (event) => event.limit,
  R.andThen(scan(docClient, "accounts")),
  R.andThen(R.prop("Items")),
  R.andThen(R.map((item) => ({ RequestItems: { copies: [{ PutRequest: { Item: item } }] } }))),
  R.andThen(R.map(write(docClient, 10))),
);
export const main = (event) => handler(event);
