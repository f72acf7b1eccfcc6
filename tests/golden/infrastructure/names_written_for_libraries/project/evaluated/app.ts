import keeper from 'recordkeeper';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
const sns = new SNSClient({});
const Note = keeper.define('note', { tableName: 'records', hashKey: 'id' });
export const handler = async (event: any) => {
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: event.id }));
  return Note.save({ id: event.id });
};
