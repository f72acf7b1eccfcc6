import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

const s3 = new S3Client();
const ssm = new SSMClient();

export async function handler(event) {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "/webhook" }));
  if (process.env.OLD) {
    await s3.send(new PutObjectCommand({ Bucket: process.env.OLD, Key: event.id, Body: event.detail }));
  }
  return Parameter.Value;
}
