import { DeleteObjectCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { cloneDeep } from "lodash";

const s3 = new S3Client({});
const current = { Bucket: "live-reports", Key: "daily.csv" };

export const handler = async () => {
  const old = structuredClone(current);
  old.Bucket = "archived-reports";
  await s3.send(new DeleteObjectCommand(old));
  const older = cloneDeep(current);
  older.Key = "yearly.csv";
  await s3.send(new GetObjectTaggingCommand(older));
  const oldest = JSON.parse(JSON.stringify(current));
  oldest.Key = "century.csv";
  await s3.send(new HeadObjectCommand(oldest));
  return s3.send(new GetObjectCommand(current));
};
