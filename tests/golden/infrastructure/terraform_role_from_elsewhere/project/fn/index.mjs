import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

export const handler = () => client.send(new ScanCommand({ TableName: "orders.live" }));
