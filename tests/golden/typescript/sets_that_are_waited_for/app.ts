// What is waited for, or asked for its first item, where it stands sets for what stands behind it, and only for that.
import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});
const look = (Bucket: any, Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
const remove = (Bucket: any, Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));
const pause = () => new Promise((done) => setTimeout(done, 1));

async function putA(o: any) {
  await pause();
  o.Bucket = "set-and-waited-for";
}

export async function all(x: any) {
  const o: any = { ...x };
  await Promise.all([putA(o), pause()]);
  await remove(o.Bucket, "all");
}

async function putB(o: any) {
  await pause();
  o.Bucket = "set-and-waited-for";
}

export async function promise(x: any) {
  const o: any = { ...x };
  const running = putB(o);
  await running;
  await remove(o.Bucket, "promise");
}

async function putC(o: any) {
  await pause();
  o.Bucket = "set-and-waited-for";
}

export async function then(x: any) {
  const o: any = { ...x };
  await putC(o).then(() => remove(o.Bucket, "then"));
}

async function putD(o: any) {
  await pause();
  o.Bucket = "set-and-waited-for";
}

async function indirectly(o: any) {
  return putD(o);
}

export async function returned(x: any) {
  const o: any = { ...x };
  await indirectly(o);
  await remove(o.Bucket, "returned");
}

function* itemsE(o: any) {
  o.Bucket = "set-with-the-first";
  yield 1;
}

export async function loop(x: any) {
  const o: any = { ...x };
  for (const _ of itemsE(o)) {
    await remove(o.Bucket, "loop");
  }
}

function* itemsF(o: any) {
  o.Bucket = "set-with-the-first";
  yield 1;
}

export async function spread(x: any) {
  const o: any = { ...x };
  const found = [...itemsF(o)];
  await remove(o.Bucket, "spread");
  return found;
}

// What is not surely set where it is read:

async function putAtSomeTime(o: any) {
  await pause();
  o.Bucket = "set-at-some-time";
}

function* itemsOf(o: any) {
  o.Bucket = "set-when-asked";
  yield 1;
}

async function reads(o: any) {
  await look(o.Bucket, "side-by-side");
}

export async function sideBySide(x: any) {
  const o: any = { ...x };
  await Promise.all([putAtSomeTime(o), reads(o)]);
}

export async function failing(x: any) {
  const o: any = { ...x };
  await putAtSomeTime(o).catch(console.error);
  await look(o.Bucket, "failing");
}

export async function argumentsFirst(x: any) {
  const o: any = { ...x };
  const after = (_: any) => () => 1;
  await putAtSomeTime(o).then(after(look(o.Bucket, "arguments")));
}

export async function chained(x: any) {
  const o: any = { ...x };
  putAtSomeTime(o).then(() => pause());
  await look(o.Bucket, "chained");
}

async function inTry(o: any) {
  try {
    return putAtSomeTime(o);
  } finally {
    await look(o.Bucket, "finally");
  }
}

export async function returnedInTry(x: any) {
  const o: any = { ...x };
  await inTry(o);
}

async function given(o: any) {
  return itemsOf(o);
}

export async function generatorReturned(x: any) {
  const o: any = { ...x };
  const found = await given(o);
  await look(o.Bucket, "given");
  return [...found];
}

function* behind(o: any) {
  yield 1;
  o.Bucket = "set-behind";
}

export async function onlyTheFirst(x: any) {
  const o: any = { ...x };
  for (const _ of behind(o)) {
    await look(o.Bucket, "first");
    break;
  }
}
