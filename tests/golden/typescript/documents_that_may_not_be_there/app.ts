// What a look-up gives may be nothing: the code behind the question is reached either way.
import { S3Client, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import * as dynamoose from "dynamoose";

const s3 = new S3Client({});
const User = dynamoose.model("users", new dynamoose.Schema({ id: String, email: String }));

export async function once(id: string) {
  const found = await User.get({ id });
  if (found) {
    return found;
  }
  await s3.send(new PutObjectCommand({ Bucket: "orders", Key: "once" }));
}

export async function first(email: string) {
  const [found] = await User.query("email").eq(email).exec();
  if (!found) {
    await s3.send(new GetObjectCommand({ Bucket: "orders", Key: "first" }));
  }
  return found;
}

export async function indexed(email: string) {
  const found = (await User.scan("email").eq(email).exec())[0];
  if (found) return;
  await s3.send(new DeleteObjectCommand({ Bucket: "orders", Key: "indexed" }));
}
