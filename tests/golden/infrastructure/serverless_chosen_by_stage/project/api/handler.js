import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";

const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const named = (table) => table + process.env.SUFFIX;

export const read = async (event) => {
  const found = await db.send(new GetCommand({ TableName: named("teams"), Key: { id: event.id } }));
  await db.send(new PutCommand({ TableName: named("users"), Item: found.Item }));
  await db.send(new QueryCommand({ TableName: named("users"), IndexName: "byTeam", KeyConditionExpression: "t = :t" }));
  // Nothing grants this today.
  await db.send(new PutCommand({ TableName: named("events"), Item: { id: event.id } }));
};
