import { SQS } from "@aws-sdk/client-sqs";

const sqs = new SQS({});

interface Command {
  run(): Promise<string | undefined>;
}

function checked(command: unknown): Command {
  const found = command as Command;
  return found;
}

class Create {
  async run() {
    return (await sqs.createQueue({ QueueName: "created" })).QueueUrl;
  }
}

class Find {
  async run() {
    return (await sqs.getQueueUrl({ QueueName: "found" })).QueueUrl;
  }
}

export async function main() {
  await sqs.sendMessage({ QueueUrl: await checked(new Create()).run(), MessageBody: "one" });
  await sqs.purgeQueue({ QueueUrl: await checked(new Find()).run() });
}
