import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const sns = new SNSClient({});
const topic = "arn:aws:sns:eu-west-1:111122223333:told";
export const read = () => new S3Client({}).send(new GetObjectCommand({ Bucket: "read", Key: "key" }));
export const notify = sns.send.bind(sns, new PublishCommand({ TopicArn: topic, Message: "" }));
