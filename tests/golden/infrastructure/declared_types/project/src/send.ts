import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Letter } from 'src/types/letter';
import { Stamp } from './types/stamps.d';

const client = new SQSClient({});

export const handler = async (letter: Letter, stamp: Stamp) => {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.LETTERS, MessageBody: letter.text + stamp.price }));
};
