import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Worker } from "acme-jobs";
import { Ledger } from "acme-ledger";
import { Store } from "acme-store";

class Orders extends Store {}

class Invoices extends Ledger {
  constructor(table: string) {
    super(new DynamoDBClient({}), table);
  }
}

class Upload extends Worker {
  constructor(private readonly s3: S3Client) {
    super("upload", async (name: string) => {
      await new S3Client({}).send(new PutObjectCommand({ Bucket: "uploads", Key: name }));
    });
  }
}

export const orders = async () => new Orders(new DynamoDBClient({})).all();

export const invoices = async () => new Invoices("invoices").all();

export const upload = async () => {
  new Upload(new S3Client({}));
};
