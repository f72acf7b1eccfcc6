import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const topics = new SNSClient({});

export const ring = async (event: { topic: string }) =>
  topics.send(new PublishCommand({ TopicArn: event.topic, Message: 'ring' }));
