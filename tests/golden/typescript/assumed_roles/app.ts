import { S3Client, GetObjectCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";
import { EC2Client, DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { fromTemporaryCredentials, fromNodeProviderChain, fromWebToken } from "@aws-sdk/credential-providers";
import AWS from "aws-sdk";

const sts = new STSClient({});

async function credentials(RoleArn: string) {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "s" }));
  return { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken };
}

export const handler = async () => {
  const own = new S3Client({ credentials: fromNodeProviderChain() });
  await own.send(new ListBucketsCommand({}));
  const reader = new S3Client({
    credentials: fromTemporaryCredentials({ params: { RoleArn: "arn:aws:iam::111122223333:role/reader" } }),
  });
  await reader.send(new GetObjectCommand({ Bucket: "shared", Key: "k" }));
  const ops = new EC2Client({ credentials: await credentials("arn:aws:iam::444455556666:role/ops") });
  await ops.send(new DescribeInstancesCommand({}));
  const web = new S3Client({ credentials: fromWebToken({ roleArn: "arn:aws:iam::111122223333:role/web", webIdentityToken: "t" }) });
  await web.send(new GetObjectCommand({ Bucket: "web", Key: "k" }));
  const old = new AWS.SQS({
    credentials: new AWS.ChainableTemporaryCredentials({ params: { RoleArn: "arn:aws:iam::111122223333:role/old" } }),
  });
  await old.listQueues().promise();
};
