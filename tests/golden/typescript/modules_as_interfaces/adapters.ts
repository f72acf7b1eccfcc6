import * as whole from "@aws-sdk/client-sqs";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";

/** A library's module stays one under the name of an interface that the program writes for the part it uses. */
interface Sender {
  send(command: unknown): Promise<unknown>;
}

interface Agents {
  BedrockAgentRuntimeClient: new (config: object) => Sender;
  InvokeAgentCommand: new (input: object) => unknown;
}

interface Queues {
  SQSClient: new (config: object) => Sender;
  PurgeQueueCommand: new (input: object) => unknown;
}

const MODULE = "@aws-sdk/client-bedrock-agent-runtime";

function load(): Agents {
  const nodeRequire: (id: string) => unknown = require;
  return nodeRequire(MODULE) as Agents;
}

class Adapter {
  constructor(private readonly deps: { client?: Sender; load?: () => Agents } = {}) {}

  async invoke(input: object) {
    const agents = (this.deps.load ?? load)();
    const client = this.deps.client ?? new agents.BedrockAgentRuntimeClient({});
    await client.send(new agents.InvokeAgentCommand(input));
  }
}

export const invoke = async (input: object) => new Adapter({}).invoke(input);

export const purge = async () => {
  const queues = whole as unknown as Queues;
  const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/done";
  await new queues.SQSClient({}).send(new queues.PurgeQueueCommand({ QueueUrl: url }));
};

export const publish = async () => {
  const Client = SNSClient as unknown as new (config: object) => Sender;
  await new Client({}).send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-west-1:123456789012:done", Message: "x" }));
};
