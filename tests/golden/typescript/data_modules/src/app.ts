// A tsconfig whose paths come from a file of another name, JSON as a module, CommonJS as a default import.
import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import settings, { region } from "./settings.json";
import { topic } from "shared/topics";
import { archiveBucket } from "@lib/buckets";
import names from "./names.cjs";

const s3 = new S3Client({ region });
export const read = (Key: string) => s3.send(new GetObjectCommand({ Bucket: settings.buckets.raw, Key }));
export const archive = (Key: string) => s3.send(new PutObjectCommand({ Bucket: archiveBucket, Key, Body: "" }));
export const tell = () => new SNS({}).publish({ TopicArn: topic, Message: names.greeting });
