import { execFile, execSync, spawn } from "node:child_process";
import path from "node:path";
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

export const handler = async (event: { name: string; directory: string }) => {
  await s3.send(new PutObjectCommand({ Bucket: "first", Key: "a" }));
  execFile("./scripts/sync.sh", ["reports"]);
};

export const beside = async (event: { name: string }) => {
  spawn("bash", ["-e", path.join(__dirname, "scripts", "quiet.sh"), event.name]);
  spawn(path.resolve(__dirname, "../scripts/quiet.sh"));
};

export const others = async (event: { directory: string }) => {
  execSync("sh -c ./scripts/more.sh");
  execFile(`${event.directory}/more.sh`);
  execFile("./scripts/missing.sh");
};

export const given = async () => {
  spawn("scripts/notify.sh", ["a", "b"], { env: { ...process.env, QUEUE: "given" } });
};
