import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocument, DynamoDBDocumentClient, PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";

const low = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(low, { marshallOptions: { removeUndefinedValues: true } });
const full = DynamoDBDocument.from(low);

// TransactWriteCommand is imported and never used.
export const save = async (id: string) => {
  await documents.send(new PutCommand({ TableName: "orders", Item: { id } }));
  const { Items = [] } = await documents.send(new QueryCommand({ TableName: "orders", IndexName: "by-user" }));
  await low.send(new GetItemCommand({ TableName: "users", Key: { id: { S: id } } }));
  await full.update({ TableName: "counters", Key: { id } });
  return Items;
};
