// What is queued, handed to a library or not waited for may run behind what stands behind it: it sets nothing there.
import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const look = (Bucket: any, Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
const remove = (Bucket: any, Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));

async function put(o: any) {
  await new Promise((done) => setTimeout(done, 1));
  o.Bucket = "set-later";
}

export async function notWaitedFor(x: any) {
  const o: any = { ...x };
  const running = put(o);
  await look(o.Bucket, "promise");
  await running;
}

async function putAtOnce(o: any) {
  await new Promise((done) => setTimeout(done, 1));
  o.Bucket = "set-and-waited-for";
}

export async function waitedFor(x: any) {
  const o: any = { ...x };
  await putAtOnce(o);
  await remove(o.Bucket, "promise");
}

export async function timer(x: any) {
  const o: any = { ...x };
  const set = () => {
    o.Bucket = "set-by-a-timer";
  };
  setTimeout(set, 0);
  await look(o.Bucket, "timer");
}

export async function emitter(x: any, events: any) {
  const o: any = { ...x };
  function set() {
    o.Bucket = "set-by-an-event";
  }
  events.on("ready", set);
  process.on("exit", set);
  await look(o.Bucket, "event");
}

function* items(o: any) {
  o.Bucket = "set-with-the-first";
  yield 1;
}

export async function generator(x: any) {
  const o: any = { ...x };
  const found = items(o);
  await look(o.Bucket, "generator");
  for (const _ of found) {
    // nothing
  }
}

const settings: any = { ...JSON.parse(process.env.SETTINGS ?? "{}") };

function prepare() {
  settings.Bucket = "set-by-another";
}

export async function handler() {
  prepare();
  await remove(settings.Bucket, "handlers");
}

export async function otherHandler() {
  await look(settings.Bucket, "handlers");
}
