import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Base, start } from "acme-jobs";

const s3 = new S3Client({});
const put = (Key: string) => async () => s3.send(new PutObjectCommand({ Bucket: "jobs", Key }));

class Hooked extends Base {
  handle = async () => s3.send(new PutObjectCommand({ Bucket: "jobs", Key: "arrow" }));
  other = put("made");
}

class Own {
  callback = put("own");
}

class Kept {
  callback = put("kept");
}

export const hooked = async () => new Hooked().run();

export const own = async () => start(new Own());

export const kept = async () => new Kept().callback === undefined;
