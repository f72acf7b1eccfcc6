import { GetObjectCommand } from "@aws-sdk/client-s3";
import { s3 } from ".";
export default async (Bucket: string, Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
