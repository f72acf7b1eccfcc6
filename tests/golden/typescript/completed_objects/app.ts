import { GetObjectCommand, GetObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { ListTopicsCommand, SNSClient, SNSClientConfig } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient, SQSClientConfig } from "@aws-sdk/client-sqs";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

const role = { params: { RoleArn: "arn:aws:iam::111122223333:role/report" } };
const s3 = new S3Client({});

export async function asRole() {
  const config: SNSClientConfig = {};
  config.credentials = fromTemporaryCredentials(role);
  await new SNSClient(config).send(new ListTopicsCommand({}));
}

export async function asEither(crossAccount: boolean) {
  const config: SQSClientConfig = {};
  if (crossAccount) {
    config.credentials = fromTemporaryCredentials(role);
  }
  await new SQSClient(config).send(new ListQueuesCommand({}));
}

export async function always() {
  const input = { Bucket: "b" } as GetObjectCommandInput;
  input.Key = "always";
  input.VersionId = "2";
  await s3.send(new GetObjectCommand(input));
}

export async function usedBefore() {
  const input = { Bucket: "b", Key: "used-before" } as GetObjectCommandInput;
  await s3.send(new GetObjectCommand(input));
  input.VersionId = "2";
  await s3.send(new GetObjectCommand(input));
}
