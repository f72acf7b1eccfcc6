import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { makeRequest } from "orders";

export function run(again: boolean) {
  let request = makeRequest();
  if (again) {
    request = { TableName: "again", Key: { id: { S: "x" } } };
  }
  return new DynamoDBClient({}).send(new GetItemCommand(request));
}
