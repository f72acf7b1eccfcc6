import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const sns = new SNSClient({});

export const send = async (sender: string, text: string) =>
  sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message: `${sender}: ${text}` }));
