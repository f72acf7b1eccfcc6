// Methods of fields that nothing here sets, each called in another way; data of such a field is said nowhere.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const s3 = new S3Client({});

class Store {
  private sqs = new SQSClient({});

  async save(item: any) {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: item.queue, MessageBody: "x" }));
  }
}

class Repo {
  private first: any;
  private second: any;
  private third: any;
  private fourth: any;
  private fifth: any;
  private sixth: any;
  private seventh: any;
  private eighth: any;
  private ninth: any;

  bound(item: any) {
    return this.first.save.bind(this.first)(item);
  }

  called(item: any) {
    return this.second.save.call(this.second, item);
  }

  held(item: any) {
    const save = this.third.save;
    return save(item);
  }

  handed(items: any) {
    return items.map(this.fourth.save);
  }

  taken(item: any) {
    const { save } = this.fifth;
    return save(item);
  }

  moved(item: any) {
    const store = this.sixth;
    return store.save(item);
  }

  passed(item: any) {
    return put(this.seventh, item);
  }

  data() {
    return [this.eighth.save, this.ninth.name];
  }
}

const put = (store: any, item: any) => store.save(item);

export const handler = async (event: any) => {
  await s3.send(new PutObjectCommand({ Bucket: "a", Key: "b" }));
  const repo = new Repo();
  await repo.bound(event);
  await repo.called(event);
  await repo.held(event);
  await repo.handed(event);
  await repo.taken(event);
  await repo.moved(event);
  await repo.passed(event);
  return repo.data();
};
