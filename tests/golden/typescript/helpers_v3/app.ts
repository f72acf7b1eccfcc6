import { GetObjectCommand, PutObjectCommand, S3, S3Client, paginateListObjectsV2, waitUntilObjectExists } from "@aws-sdk/client-s3";
import { paginateScan, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { Signer } from "@aws-sdk/rds-signer";
import { DsqlSigner } from "@aws-sdk/dsql-signer";

const client = new S3Client({});
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

client.middlewareStack.add((next) => async (args) => next(args), { step: "build" });

export async function main(): Promise<void> {
  for await (const page of paginateListObjectsV2({ client, pageSize: 10 }, { Bucket: "listed" })) {
    console.log(page.Contents);
  }
  for await (const page of paginateScan({ client: documents }, { TableName: "scanned" })) console.log(page.Items);
  await waitUntilObjectExists({ client, maxWaitTime: 60 }, { Bucket: "awaited", Key: "k" });
  await waitUntilTableExists({ client: new DynamoDBClient({}), maxWaitTime: 60 }, { TableName: "awaited" });
  const upload = new Upload({ client, params: { Bucket: "uploads", Key: "big", Body: process.stdin } });
  upload.on("httpUploadProgress", (progress) => console.log(progress));
  await upload.done();
  await getSignedUrl(client, new PutObjectCommand({ Bucket: "signed", Key: "a" }), { expiresIn: 60 });
  await getSignedUrl(client, new GetObjectCommand({ Bucket: "signed", Key: "b" }));
  await createPresignedPost(client, { Bucket: "forms", Key: "c", Fields: { acl: "public-read" } });
  await new Signer({ hostname: "db", port: 5432, username: "app", region: "eu-west-1" }).getAuthToken();
  await new DsqlSigner({ hostname: "x.dsql.eu-west-1.on.aws" }).getDbConnectAdminAuthToken();
  for await (const page of new S3({}).paginateListBuckets({})) console.log(page);
}
