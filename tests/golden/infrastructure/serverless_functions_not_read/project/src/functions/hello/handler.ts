import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const db = new DynamoDBClient({});
export const main = async (event: any) => {
  await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: {} }));
};
