// Keys that come from very many constants: what is stored, and under which names, is found again.
import { EC2 } from "@aws-sdk/client-ec2";
import { SQS } from "@aws-sdk/client-sqs";

const OPERATIONS = [
  "describeAddresses",
  "describeFlowLogs",
  "describeHosts",
  "describeImages",
  "describeInstances",
  "describeKeyPairs",
  "describeNatGateways",
  "describeRegions",
  "describeSnapshots",
  "describeSubnets",
  "describeVolumes",
  "describeVpcs",
];

function copied(source, into) {
  for (const key of Object.keys(source)) {
    into[key] = source[key];
  }
  return into;
}

function chosen(names) {
  const found = {};
  for (const name of names) {
    found[name] = true;
  }
  return found;
}

export async function handler(event) {
  const ec2 = new EC2({});
  for (const name of Object.keys(copied(chosen(OPERATIONS), {}))) {
    await ec2[name]({});
  }
  const queues = new SQS({});
  const calls = {};
  for (const name of ["purge", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"]) {
    calls[name] = (url) => queues.purgeQueue({ QueueUrl: url });
  }
  await Object.assign({}, calls).purge("https://sqs.eu-west-1.amazonaws.com/111122223333/orders");
}
