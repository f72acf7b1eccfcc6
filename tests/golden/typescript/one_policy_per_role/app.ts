import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";
import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { EC2Client, DescribeInstancesCommand } from "@aws-sdk/client-ec2";

const sts = new STSClient({});

class Account {
  private role: string | undefined = undefined;
  constructor(private account: string, private partition: string) {}

  use(role: string) {
    this.role = role;
    return this;
  }

  async credentials() {
    const RoleArn = `arn:${this.partition}:iam::${this.account}:role/${this.role}`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "s" }));
    return {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    };
  }
}

function bucket(stage?: string) {
  return "data-" + stage;
}

export const handler = async (event: any) => {
  const partition = event.region.startsWith("cn-") ? "aws-cn" : "aws";
  const account = new Account("111122223333", partition);
  account.use("reader");
  const s3 = new S3Client({ credentials: await account.credentials() });
  await s3.send(new GetObjectCommand({ Bucket: bucket(), Key: "k" }));
  const any = new Account(event.account, "aws").use(event.role ?? "ops");
  await new EC2Client({ credentials: await any.credentials() }).send(new DescribeInstancesCommand({}));
  await new SQSClient({ credentials: event.own ? undefined : await account.credentials() }).send(new ListQueuesCommand({}));
};
