// What the keys of a Map do: classes and functions that code puts there to call them in a loop.
const { SQSClient, PurgeQueueCommand } = require("@aws-sdk/client-sqs");

class Orders {
  constructor() {
    this.client = new SQSClient({});
  }
  async purge() {
    const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";
    await this.client.send(new PurgeQueueCommand({ QueueUrl }));
  }
}

const letters = async () => {
  const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/letters";
  await new SQSClient({}).send(new PurgeQueueCommand({ QueueUrl }));
};

exports.handler = async (event) => {
  for (const [Queue, wanted] of new Map([[Orders, event.orders]])) {
    if (wanted) await new Queue().purge();
  }
  const steps = new Map();
  steps.set(letters, 1);
  for (const step of steps.keys()) await step();
};
