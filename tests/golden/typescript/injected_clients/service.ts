import { Inject, Injectable } from "@nestjs/common";
import type { S3Client } from "@aws-sdk/client-s3";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import AWS from "aws-sdk";
import type { Clock, Repository } from "./ports";

@Injectable()
export class UploadService {
  @Inject("SNS") private readonly sns: AWS.SNS;
  constructor(
    @Inject("S3") private readonly s3: S3Client,
    private readonly repository: Repository,
    private readonly clock: Clock,
  ) {}

  async upload(key: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: "uploads", Key: key }));
    await this.repository.find(key);
    await this.sns.publish({ TopicArn: "arn:aws:sns:us-east-1:111122223333:uploads" }).promise();
    this.clock.now();
  }
}

export class DynamoRepository implements Repository {
  constructor(private readonly documents: DynamoDBDocumentClient) {}
  async find(id: string) {
    return this.documents.send(new GetCommand({ TableName: "uploads", Key: { id } }));
  }
}

type Deps = { queue: SQSClient; url: string };
export const enqueue = ({ queue }: Deps) => async (body: string) =>
  queue.send(new SendMessageCommand({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/q", MessageBody: body }));
