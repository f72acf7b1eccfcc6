import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client, GetObjectCommand, PutObjectCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";
import { STSClient, GetSessionTokenCommand, GetFederationTokenCommand } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { vended } from "tenant-vending";

export const ofTheTenant = async (event: any) => {
  const client = new DynamoDBClient({
    credentials: {
      accessKeyId: event.requestContext.authorizer.accessKey,
      secretAccessKey: event.requestContext.authorizer.secretKey,
      sessionToken: event.requestContext.authorizer.sessionToken,
    },
  });
  await client.send(new GetItemCommand({ TableName: "items", Key: {} }));
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: "items", Item: {} }));
};

export const ofVariables = () =>
  new S3Client({
    credentials: { accessKeyId: process.env.PARTNER_KEY!, secretAccessKey: process.env.PARTNER_SECRET! },
  }).send(new PutObjectCommand({ Bucket: "partner", Key: "k" }));

export const theCallersOwn = () =>
  new SQSClient({
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID || "",
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY || "",
    },
  }).send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/own", MessageBody: "x" }));

export const either = () =>
  new SNSClient({
    credentials: process.env.KEY ? { accessKeyId: process.env.KEY, secretAccessKey: "s" } : undefined,
  }).send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:111122223333:both", Message: "x" }));

export const later = () => {
  const config: any = { region: "us-east-1" };
  if (process.env.LOCAL) {
    config.credentials = { accessKeyId: "x", secretAccessKey: "y" };
  }
  return new S3Client(config).send(new GetObjectCommand({ Bucket: "either", Key: "k" }));
};

export const ofALibrary = async () =>
  new S3Client({ credentials: await vended("tenant") }).send(new GetObjectCommand({ Bucket: "vended", Key: "k" }));

export const ofASessionToken = async () => {
  const { Credentials } = await new STSClient({}).send(new GetSessionTokenCommand({}));
  return new S3Client({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    },
  }).send(new ListBucketsCommand({}));
};

export const federated = async () => {
  const answer = await new STSClient({}).send(new GetFederationTokenCommand({ Name: "guest", Policy: "{}" }));
  return new S3Client({
    credentials: {
      accessKeyId: answer.Credentials!.AccessKeyId!,
      secretAccessKey: answer.Credentials!.SecretAccessKey!,
      sessionToken: answer.Credentials!.SessionToken,
    },
  }).send(new GetObjectCommand({ Bucket: "guests", Key: "k" }));
};
