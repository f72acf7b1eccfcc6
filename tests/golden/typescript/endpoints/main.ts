import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import AWS from "aws-sdk";

const local = process.env.LOCAL;

export async function handler() {
  // Always somewhere else.
  const standIn = new S3Client({ endpoint: "http://localhost:4566", forcePathStyle: true });
  await standIn.send(new GetObjectCommand({ Bucket: "stand-in", Key: "k" }));
  const account = new S3Client({ endpoint: `https://${process.env.ACCOUNT}.r2.cloudflarestorage.com` });
  await account.send(new GetObjectCommand({ Bucket: "account", Key: "k" }));
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: "http://127.0.0.1:8000" }));
  await documents.send(new GetCommand({ TableName: "documents", Key: {} }));
  const older = new AWS.DynamoDB.DocumentClient({ endpoint: "http://127.0.0.1:8000" });
  await older.get({ TableName: "older", Key: {} }).promise();

  // Somewhere else at times, or AWS itself, or nobody knows.
  const fallback = new S3Client({ endpoint: process.env.ENDPOINT ?? "http://localhost:4566" });
  await fallback.send(new GetObjectCommand({ Bucket: "fallback", Key: "k" }));
  const either = new S3Client({ endpoint: local ? "http://localhost:4566" : undefined });
  await either.send(new GetObjectCommand({ Bucket: "either", Key: "k" }));
  const spread = new S3Client({ ...(local && { endpoint: "http://localhost:4566" }) });
  await spread.send(new GetObjectCommand({ Bucket: "spread", Key: "k" }));
  const own = new S3Client({ endpoint: "https://s3.eu-west-1.amazonaws.com" });
  await own.send(new GetObjectCommand({ Bucket: "own", Key: "k" }));
  const company = new S3Client({ endpoint: "https://objects.example.org" });
  await company.send(new GetObjectCommand({ Bucket: "company", Key: "k" }));
}
