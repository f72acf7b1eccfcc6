import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, type Page } from "@playwright/test";

export const opened = async (page: Page) => {
  await page.goto("/");
  expect(await new S3Client({}).send(new ListBucketsCommand({}))).toBeTruthy();
};
