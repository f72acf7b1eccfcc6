import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "vitest";

// A set-up file's imports, but the application imports it.
export const waited = async (ask: () => Promise<unknown>) => {
  const found = await ask();
  expect(found).toBeDefined();
  await new S3Client({}).send(new DeleteObjectCommand({ Bucket: "orders", Key: "lock" }));
  return found;
};
