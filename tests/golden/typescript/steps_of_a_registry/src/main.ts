import { SQSClient, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { SNSClient, ListTopicsCommand } from "@aws-sdk/client-sns";
import { logged } from "./logged";

const queues = logged(() => new SQSClient({}).send(new ListQueuesCommand({})));
const topics = logged(() => new SNSClient({}).send(new ListTopicsCommand({})));
const nothing0 = (input: unknown) => `${input} 0`;
const nothing1 = (input: unknown) => `${input} 1`;
const nothing2 = (input: unknown) => `${input} 2`;
const nothing3 = (input: unknown) => `${input} 3`;
const nothing4 = (input: unknown) => `${input} 4`;
const nothing5 = (input: unknown) => `${input} 5`;
const nothing6 = (input: unknown) => `${input} 6`;
const nothing7 = (input: unknown) => `${input} 7`;
const nothing8 = (input: unknown) => `${input} 8`;
const nothing9 = (input: unknown) => `${input} 9`;
const nothing10 = (input: unknown) => `${input} 10`;
const nothing11 = (input: unknown) => `${input} 11`;
const nothing12 = (input: unknown) => `${input} 12`;
const nothing13 = (input: unknown) => `${input} 13`;
const nothing14 = (input: unknown) => `${input} 14`;
const nothing15 = (input: unknown) => `${input} 15`;
const nothing16 = (input: unknown) => `${input} 16`;
const nothing17 = (input: unknown) => `${input} 17`;
const nothing18 = (input: unknown) => `${input} 18`;
const nothing19 = (input: unknown) => `${input} 19`;

const steps: Record<string, (input: unknown) => unknown> = { queues, topics, nothing0, nothing1, nothing2, nothing3, nothing4, nothing5, nothing6, nothing7, nothing8, nothing9, nothing10, nothing11, nothing12, nothing13, nothing14, nothing15, nothing16, nothing17, nothing18, nothing19 };

export const handler = async (event: { step: string }) => steps[event.step](event);
