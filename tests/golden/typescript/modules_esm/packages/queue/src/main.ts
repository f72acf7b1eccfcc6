import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export default class Queue {
  constructor(private readonly name: string) {}
  send = (body: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/${this.name}`, MessageBody: body }));
}
