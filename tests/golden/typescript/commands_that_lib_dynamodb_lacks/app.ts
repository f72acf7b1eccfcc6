import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutItemCommand } from "@aws-sdk/lib-dynamodb";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export async function copy(id: string) {
  const { Item } = await client.send(new GetCommand({ TableName: "orders", Key: { id } }));
  await client.send(new PutItemCommand({ TableName: "orders", Item }));
}
