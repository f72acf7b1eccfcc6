import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
const c = new S3Client({});
const self = "a=" && "b&c";
export const Page = (p) => (
  <p title='this & that'>
    <a href="https://x.example/?a=1&b=2&amp;c=3" {...p} data-q="?a=1&b=2">Terms</a>
    <img src="i.png?w=1&h=2" alt={p.a && p.b}/>
  </p>
);
export async function save() { await c.send(new PutObjectCommand({ Bucket: "b", Key: "?x=1&y=" + "2&3" })); }
