import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

declare const later: any;
const s3 = new S3Client({});

class Job {
  store: any;
  constructor(private task: any) {}
  async run() {
    await this.task.run(s3);
    this.store.fill({ client: s3 });
  }
}

export const handler = async (event: any) => {
  await new Job(event.task).run();
  event.held.push(s3);
  console.log(s3);
  later.run("a name");
  await s3.send(new GetObjectCommand({ Bucket: "b", Key: "k" }));
};
