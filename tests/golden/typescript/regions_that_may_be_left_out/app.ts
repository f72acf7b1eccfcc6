import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

export const handler = async (event: any) => {
  await new DynamoDBClient({ region: "eu-west-1" }).send(new ScanCommand({ TableName: "told" }));
  await new DynamoDBClient({ ...(event.x ? { region: "eu-west-1" } : {}) }).send(new ScanCommand({ TableName: "perhaps" }));
  await new DynamoDBClient({ region: event.x ? "eu-west-1" : undefined }).send(new ScanCommand({ TableName: "or-none" }));
  await new DynamoDBClient({ region: "eu-west-1", ...event.options }).send(new ScanCommand({ TableName: "overridden" }));
  const config: { region?: string } = {};
  if (event.y) config.region = "eu-west-1";
  await new DynamoDBClient(config).send(new ScanCommand({ TableName: "set-later" }));
  await new DynamoDBClient(event.z ? { region: "eu-west-1" } : {}).send(new ScanCommand({ TableName: "either" }));
  await new DynamoDBClient(event.local ? { region: "localhost" } : { region: "eu-west-1" }).send(new ScanCommand({ TableName: "local-or-told" }));
  await new DynamoDBClient({ region: event.here ? process.env.AWS_REGION : "eu-west-1" }).send(new ScanCommand({ TableName: "here-or-there" }));
};
