import { DynamoDBClient, DeleteItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export const handler = async () => client.send(new DeleteItemCommand({ TableName: process.env.TABLE! } as never));
