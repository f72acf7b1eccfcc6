import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

const nothing = null;

class Stage {
  private name: string | undefined = undefined;

  use(name: string) {
    this.name = name;
    return this;
  }

  queue() {
    return "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs-" + this.name;
  }
}

function bucket(stage: string | null = null) {
  return `data-${stage}`;
}

export const handler = async () => {
  const s3 = new S3Client({});
  // Nobody says what it is: any.
  await s3.send(new GetObjectCommand({ Bucket: bucket(), Key: "k" }));
  await s3.send(new PutObjectCommand({ Bucket: bucket("prod"), Key: `${nothing}/k` }));
  // It is something elsewhere: that alone.
  const QueueUrl = new Stage().use("prod").queue();
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
  let stage = undefined;
  if (process.argv.length > 2) stage = "prod";
  await new DynamoDBClient({}).send(new ScanCommand({ TableName: "orders-".concat(stage) }));
};
