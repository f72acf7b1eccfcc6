import { S3Client, PutObjectCommand, CreateBucketCommand } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand, type DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";

// Methods of own classes, named like operations.
class Storage {
  private items = new Map<string, string>();
  putObject(params: { Bucket: string; Key: string }) {
    this.items.set(params.Key, params.Bucket);
    return this.items.get(params.Key);
  }
  describeExecution(_: { executionArn: string }) {
    return { status: "RUNNING" };
  }
  async listUsers() {
    return [];
  }
  send(command: unknown) {
    return command;
  }
}

export const handler = async (event: any) => {
  const storage = new Storage();
  storage.putObject({ Bucket: "b", Key: "k" });
  storage.describeExecution({ executionArn: "arn" });
  await storage.listUsers();
  storage.send(new CreateBucketCommand({ Bucket: "never" }));
  await fetch("https://example.com/putObject");
  const map = new Map([["getItem", 1]]);
  map.get("getItem");
  localStorage.getItem("token");
  const response = await event.http.get("/users");
  response.data.query({ TableName: "t" });
  await new S3Client({}).send(new PutObjectCommand({ Bucket: "only", Key: "one" }));
};
