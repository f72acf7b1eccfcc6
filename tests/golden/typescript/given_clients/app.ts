import { S3Client } from "@aws-sdk/client-s3";
import { Store } from "some-store";
const s = new Store({ client: new S3Client({}), bucket: "b" });
export async function main() { await s.put("a", "b"); }
