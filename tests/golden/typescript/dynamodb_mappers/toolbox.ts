import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { BatchGetRequest, executeTransactWrite, PutTransaction, QueryCommand } from "dynamodb-toolbox";
import { Entity } from "dynamodb-toolbox/entity";
import { GetItemCommand } from "dynamodb-toolbox/entity/actions/get";
import { item, string } from "dynamodb-toolbox/schema";
import { Table } from "dynamodb-toolbox/table";

const table = new Table({ documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})), name: () => "toolbox", partitionKey: { name: "pk", type: "string" } });
const Pokemon = new Entity({ name: "pokemon", table, schema: item({ id: string().key() }) });
export async function main() {
  await Pokemon.build(GetItemCommand).key({ id: "1" }).options({ consistent: true }).send();
  await table.build(QueryCommand).entities(Pokemon).query({ index: "byLevel", partition: "1" }).options({}).send();
  await executeTransactWrite(Pokemon.build(PutTransaction).item({ id: "1" }));
  return Pokemon.build(BatchGetRequest).key({ id: "2" });
}
