import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const put = (Bucket: string) => s3.send(new PutObjectCommand({ Bucket, Key: "k" }));
const read = (Bucket = "default") => s3.send(new GetObjectCommand({ Bucket, Key: "k" }));

export const handler = async (event: { name: string }) => {
  const deleted: Record<string, string | undefined> = { bucket: "deleted", kept: "kept" };
  delete deleted.bucket;
  await read(deleted.bucket);
  await read(deleted.kept);
  if (!deleted.bucket) await put("after-delete");
  const unset: { bucket?: string } = { bucket: "unset" };
  unset.bucket = undefined;
  await read(unset.bucket);
  const map = new Map([["bucket", "map"]]);
  map.delete("bucket");
  if (map.get("bucket") === undefined) await put("after-map-delete");
  const cleared = new Map([["bucket", "cleared"]]);
  cleared.clear();
  await put(cleared.get("bucket") ?? "after-clear");
  const some: Record<string, string> = { bucket: "some" };
  delete some[event.name];
  await read(some.bucket);
  const reflected: { bucket?: string } = { bucket: "reflected" };
  Reflect.deleteProperty(reflected, "bucket");
  await read(reflected.bucket);
};
