import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
const s3 = new S3Client({});
class Store {
  private sqs = new SQSClient({});
  async save(item: any) { await this.sqs.send(new SendMessageCommand({ QueueUrl: item.q, MessageBody: "x" })); }
}
class Repo {
  private store!: Store;
  private other: any;
  async saveAll(item: any) { await this.store.save(item); }
  async saveOther(item: any) { await this.other.save(item); }
}
export const handler = async (event: any) => {
  await s3.send(new PutObjectCommand({ Bucket: "a", Key: "b" }));
  await new Repo().saveAll(event);
};
export const second = async (event: any) => {
  await s3.send(new PutObjectCommand({ Bucket: "a2", Key: "b" }));
  await new Repo().saveOther(event);
};
