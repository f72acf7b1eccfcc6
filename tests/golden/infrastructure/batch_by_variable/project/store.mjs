import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

const rates = new DynamoDBClient({});

export const handler = async (event) =>
  rates.send(new BatchWriteItemCommand({ RequestItems: { [process.env.RATES]: event.writes } }));
