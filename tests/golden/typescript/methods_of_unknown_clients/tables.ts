import { S3 } from "@aws-sdk/client-s3";
export const s3 = new S3({});
import { fromDirectory } from "./directory";
import { again } from "./again";

export class Tables {
  constructor(private readonly client) {}

  backups(TableName: string) {
    return again(this.client.describeContinuousBackups, { TableName });
  }
}

export const handler = async () => new Tables(fromDirectory("dynamodb")).backups("orders");
