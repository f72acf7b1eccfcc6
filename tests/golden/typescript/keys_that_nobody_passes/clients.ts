import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDB, SQS } from "aws-sdk";

export const tables = (region?: string, credentials?: any) => new DynamoDBClient({ region, credentials });

export function documents(accessKeyId?: string, secretAccessKey?: string) {
  return new DynamoDB.DocumentClient({ accessKeyId, secretAccessKey });
}

export class Queues {
  constructor(private readonly name: string, private readonly credentials?: any) {}

  client() {
    return new SQS({ credentials: this.credentials });
  }
}

// Somebody passes them.
export const files = (credentials?: any) => new S3Client({ credentials });
