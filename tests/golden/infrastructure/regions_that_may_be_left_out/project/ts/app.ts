import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

export const handler = async (event: any) => {
  await new DynamoDBClient({}).send(new ScanCommand({ TableName: "here" }));
  await new DynamoDBClient({ region: process.env.AWS_REGION }).send(new ScanCommand({ TableName: "here-by-name" }));
  await new DynamoDBClient({ region: process.env.AWS_REGION ?? "eu-west-1" }).send(new ScanCommand({ TableName: "here-by-default" }));
  await new DynamoDBClient({ ...(event.x ? { region: "eu-west-1" } : {}) }).send(new ScanCommand({ TableName: "perhaps" }));
  await new DynamoDBClient({ region: event.here ? process.env.AWS_REGION : "eu-west-1" }).send(new ScanCommand({ TableName: "here-or-there" }));
  await new DynamoDBClient(event.options).send(new ScanCommand({ TableName: "passed" }));
};
