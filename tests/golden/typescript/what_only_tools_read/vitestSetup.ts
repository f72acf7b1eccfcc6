import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll } from "vitest";

beforeAll(async () => {
  await new S3Client({}).send(new CreateBucketCommand({ Bucket: "made-for-tests" }));
});
