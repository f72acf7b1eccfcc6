import { Producer } from "sqs-producer";

const producer = Producer.create({ queueUrl: process.env.QUEUE_URL!, region: "eu-west-1" });

export async function order(item: any) {
  await producer.send([JSON.stringify(item)]);
}
