import { Bundle } from "fhir/r4";
import type { Envelope } from "@corp/envelopes";
import type { Letter } from "./letter";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";

const queue = new SQSClient({});

export const handler = async (letter: Letter & Envelope & Bundle) =>
  queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: letter.text }));
