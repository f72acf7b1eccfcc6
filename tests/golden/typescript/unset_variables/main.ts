import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});
const read = (bucket: string) => client.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }));

interface User {
  name: string;
}

class Session {
  constructor(readonly user: User) {}
}

function parse(header: string): { final: boolean; error?: Error } {
  let final: boolean;
  let error: Error | undefined;
  if (header.startsWith("final;")) final = true;
  if (header === "") error = new Error("empty");
  return { final, error };
}

export async function handler(event: { names: string[]; header: string }) {
  let found;
  for (const name of event.names) if (name === "a") found = true;
  if (!found) await read("untyped");

  let flag: boolean;
  if (event.names.length > 1) flag = true;
  if (!flag) await read("flag");

  let session: Session | undefined;
  if (event.names.length > 2) session = new Session({ name: "x" });
  if (session === undefined) await read("session");

  let later: () => Promise<unknown>;
  if (event.names.length > 3) later = () => read("later");
  if (!later) await read("no-later");
  else await later();

  const { final, error } = parse(event.header);
  if (error) return;
  if (!final) await read("not-final");
  if (final) await read("final");
}
