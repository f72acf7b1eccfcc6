import { S3 } from "@aws-sdk/client-s3";

const s3 = new S3({});

class Archive {
  name?: string;

  run() {
    return put(`${this.name}-archive`);
  }

  note() {
    return remove(this.name!.concat("-notes"));
  }
}

async function put(bucket: string) {
  await s3.putObject({ Bucket: bucket, Key: "k", Body: "" });
}

async function remove(bucket: string) {
  await s3.deleteObject({ Bucket: bucket, Key: "k" });
}

const archive = new Archive();
process.on("exit", () => archive.run());
process.on("exit", () => archive.note());

function configure(one: Archive) {
  one.name = "acme";
}

configure(archive);

export async function read() {
  const known = new Map<string, string>();
  await s3.getObject({ Bucket: `first-${known.get("x")}`, Key: "k" });
}
