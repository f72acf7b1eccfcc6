import { S3 } from "@aws-sdk/client-s3";

const s3 = new S3({});

function put(bucket: string, key: string, gone?: boolean) {
  if (gone) return s3.deleteObject({ Bucket: bucket, Key: key });
  return s3.putObject({ Bucket: bucket, Key: key });
}

class Job {
  constructor(private bucket: string, private gone?: boolean) {}

  run() {
    if (this.gone) return s3.deleteBucket({ Bucket: this.bucket });
    return s3.createBucket({ Bucket: this.bucket });
  }
}

type Given = [string, string, boolean?];

export async function chosen(event: any) {
  const given: Given = event.x ? ["chosen", "k", true] : ["chosen", "k"];
  await put(...given);
}

export async function behind(event: any) {
  const more = event.x ? [true] : [];
  await put("behind", "k", ...more);
}

export async function pushed(event: any) {
  const more: boolean[] = [];
  if (event.x) more.push(true);
  await put("pushed", "k", ...more);
}

export async function followed(event: any) {
  const before = event.x ? ["first"] : [];
  await put(...(before as []), "second", "k");
}

export async function applied(event: any) {
  await put.apply(null, event.x ? ["applied", "k", true] : ["applied", "k"]);
  await Reflect.apply(put, null, event.x ? ["reflected", "k", true] : ["reflected", "k"]);
}

export async function bound(event: any) {
  const given: Given = event.x ? ["bound", "k", true] : ["bound", "k"];
  await put.bind(null, ...given)();
}

export async function made(event: any) {
  await new Job(...((event.x ? ["made", true] : ["made"]) as [string, boolean?])).run();
}
