import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { LambdaClient, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { SQS } from "@aws-sdk/client-sqs";

const s3 = new S3Client({});
export const handler = async (event: { shared: boolean }) => {
  await s3.send(new GetObjectCommand({ Bucket: "versions", Key: "k", VersionId: "1" }));
  await s3.send(new PutObjectCommand({ Bucket: "plain", Key: "k", ACL: undefined }));
  await s3.send(new PutObjectCommand({ Bucket: "acl", Key: "k", ACL: "public-read" }));
  await s3.send(new PutObjectCommand({ Bucket: "maybe", Key: "k", ...(event.shared && { Tagging: "a=b" }) }));
  await new LambdaClient({}).send(
    new CreateFunctionCommand({ FunctionName: "made", Role: "arn:aws:iam::111122223333:role/made", Code: {} }),
  );
  await new SQS({}).createQueue({ QueueName: "tagged", tags: { a: "b" } });
};
