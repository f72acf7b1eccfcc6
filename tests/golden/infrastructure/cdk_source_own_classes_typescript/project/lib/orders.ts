import { App, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { grantParameters, Worker, WorkerTask } from "./parts";

export class Orders extends Stack {
  constructor(scope: App, id: string, stage: string) {
    super(scope, id);
    const store = new Bucket(this, "Store", { bucketName: named("orders-store") });
    const queue = new Queue(this, "Queue");
    const url = new StringParameter(this, "QueueUrl", { parameterName: "/orders/queue", stringValue: queue.queueUrl });

    const sender = new Worker(this, "Sender", "sender", stage);
    if (process.env.WEBHOOK) {
      sender.addEnvironment("WEBHOOK", process.env.WEBHOOK);
    }
    queue.grantSendMessages(sender);
    sender.addToRolePolicy(new PolicyStatement({ actions: ["sns:Publish", "sns:Subscribe"], resources: ["*"] }));
    grantParameters(url, sender);

    const loader = new Worker(this, "Loader", "loader", stage);
    new WorkerTask(this, "Load", loader);
    store.grantReadWrite(loader);
  }
}

const named = (name: string): string => [process.env.PREFIX, name].filter(Boolean).join("-");
