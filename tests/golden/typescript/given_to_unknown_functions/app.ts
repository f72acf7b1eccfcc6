import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

function stored(bucket: string) {
  return () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: "k" }));
}

export const handler = async (event: any, context: any) => {
  process.nextTick(context.work, stored("later"));
  await Promise.try(context.work, stored("tried"));
  setTimeout(context.work, 10, stored("timed"));
  new Proxy(s3, context.traps);
  process.nextTick(context.work, s3);
  context.register(() => s3);
};
