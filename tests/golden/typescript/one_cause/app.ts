// What can't be told has few causes, and each is said once.
import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
import { DoItCommand, UndoItCommand, NewThingClient } from "@aws-sdk/client-new-thing";
import { AutoScalingClient, waitUntilGroupNotExists } from "@aws-sdk/client-auto-scaling";
import AWS from "aws-sdk";
import { stores } from "elsewhere";

const things = new NewThingClient({});
const table = new AWS.DynamoDB();

class Archive {
  constructor(private store: any, private other: any) {}

  async read() {
    await this.store.publish({ TopicArn: "t", Message: "m" });
    await this.store.invoke({ FunctionName: "f", Payload: "p" });
    return this.other.publish({ TopicArn: "t", Message: "m" });
  }

  async write() {
    return this.store.publish({ TopicArn: "t", Message: "m" });
  }
}

export const handler = async () => {
  await new S3Client({}).send(new ListBucketsCommand({}));
  await things.send(new DoItCommand({}));
  await things.send(new UndoItCommand({}));
  await things.send(new DoItCommand({}));
  await waitUntilGroupNotExists({ client: new AutoScalingClient({}), maxWaitTime: 9 }, { AutoScalingGroupNames: ["g"] });
  await new Archive(stores.one, stores.two).read();
  await new Archive(stores.one, stores.two).write();
  table.forgetEverything({}).promise();
  return table.forgetEverything({}).promise();
};
