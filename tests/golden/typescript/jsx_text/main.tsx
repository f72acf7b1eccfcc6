import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
const c = new S3Client({});
export const Page = (p: { a: number; b: number }) => (
  <div title="x & y">
    Terms & conditions {"a"} <b>R&D &amp; x</b> and {p.a & p.b} & more
    {p.a > 1 && p.b < 2 ? <i>Q & A</i> : null}
  </div>
);
export async function load() { await c.send(new GetObjectCommand({ Bucket: "b", Key: "k" })); }
