import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export const handler = async () => client.send(new UpdateItemCommand({ TableName: process.env.TABLE! } as never));
