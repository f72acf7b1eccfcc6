// Modules by a computed name: all that the path can mean, and a CommonJS module without a default.
import { SQS } from "@aws-sdk/client-sqs";
import names from "./names.cjs";

const sqs = new SQS({});
export const queueUrl = () => sqs.getQueueUrl({ QueueName: names.queue });
export async function run(name) {
  const plugin = await import(`./plugins/${name}.mjs`);
  return plugin.default(sqs);
}
