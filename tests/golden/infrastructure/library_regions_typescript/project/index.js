import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { ChatBedrockConverse } from '@langchain/aws';
import { generateText } from 'ai';
import middy from '@middy/core';
import ssm from '@middy/ssm';

const bedrock = createAmazonBedrock({ region: process.env.BEDROCK_REGION });

export const handler = middy(async (event) => {
  await generateText({ model: bedrock(event.model), prompt: 'x' });
  const chat = new ChatBedrockConverse({ model: event.other, region: 'us-west-2' });
  return chat.invoke('x');
}).use(ssm({ fetchData: { a: '/x/y' }, awsClientOptions: { region: 'us-east-1' } }));
