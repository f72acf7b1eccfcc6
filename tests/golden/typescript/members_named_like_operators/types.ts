import { S3Client, DeleteObjectCommand } from "@aws-sdk/client-s3";

export interface Operators {
  gte?: number
  in?: string[]
  startsWith?: string
}

export type Other = {
  a: string
  in: string
  instanceof?: string
}

export const handler = async (key: string) =>
  new S3Client({}).send(new DeleteObjectCommand({ Bucket: "b", Key: key }));

export interface Paper {
  title: string;
  abstract?: string[];
  readonly: boolean;
}

type Summary = { abstract: string; length: number };
