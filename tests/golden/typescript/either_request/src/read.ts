import { S3 } from "@aws-sdk/client-s3";

const s3 = new S3({});

export const handler = (event: { old: boolean }) => {
  const input = event.old ? { Bucket: "first", Key: "k" } : { Bucket: "second", Key: "k", Range: "bytes=0-9" };
  return s3.getObject(input);
};
