import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const sns = new SNSClient({});

export const publish = async (event: { id: string }): Promise<void> => {
  const { Item } = await table.send(new GetCommand({ TableName: process.env.TABLE, Key: { id: event.id } }));
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: JSON.stringify(Item) }));
};
