import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.ENTRIES;

export async function sign(event) {
  await client.send(new PutCommand({ TableName, Item: JSON.parse(event.body) }));
  return { statusCode: 201 };
}

export async function read() {
  const { Items } = await client.send(new ScanCommand({ TableName }));
  return { statusCode: 200, body: JSON.stringify(Items) };
}
