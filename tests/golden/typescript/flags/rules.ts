import {
  DisableRuleCommand, EnableRuleCommand, EventBridgeClient, TagResourceCommand, UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { DeleteBucketCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ConfirmSubscriptionCommand, CreateTopicCommand, DeleteTopicCommand, PublishCommand, SNSClient, UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient,
} from "@aws-sdk/client-sqs";

type Subscription = { topic: string; confirmed?: boolean; quietly: boolean };

const events = new EventBridgeClient({});
const s3 = new S3Client({});
const sns = new SNSClient({});
const sqs = new SQSClient({});

export async function updateRule(name: string, enabled: boolean) {
  if (enabled) {
    await events.send(new EnableRuleCommand({ Name: name }));
  } else {
    await events.send(new DisableRuleCommand({ Name: name }));
  }
}

export const remove = async (bucket: string, key: string, forGood = false) => {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  if (forGood) await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
};

async function tag(arn: string, off: boolean) {
  if (off) {
    await events.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ["a"] }));
  } else {
    await events.send(new TagResourceCommand({ ResourceARN: arn, Tags: [] }));
  }
}

export class Topics {
  async publish(arn: string, quietly: boolean) {
    if (!quietly) await sns.send(new PublishCommand({ TopicArn: arn, Message: "x" }));
    await this.make(false);
    await this.#drop(arn, false);
  }

  private async make(really: boolean) {
    if (really) await sns.send(new CreateTopicCommand({ Name: "made" }));
  }

  async #drop(arn: string, really: boolean) {
    if (really) await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  }
}

export const queues = {
  create(name: string, fresh: boolean) {
    if (fresh) return sqs.send(new DeleteQueueCommand({ QueueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/${name}` }));
    return sqs.send(new CreateQueueCommand({ QueueName: name }));
  },
};

export async function subscribe({ topic, confirmed = false, quietly }: Subscription) {
  if (confirmed) await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topic, Token: "t" }));
  if (quietly) await sns.send(new UnsubscribeCommand({ SubscriptionArn: `${topic}:s` }));
}

async function receive({ queue, keep }: { queue: string; keep: boolean }) {
  if (!keep) await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: "r" }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }));
}

export async function all() {
  await receive({ queue: "https://sqs.us-east-1.amazonaws.com/111122223333/q", keep: true });
  await tag("arn:aws:events:us-east-1:111122223333:rule/x", false);
}
