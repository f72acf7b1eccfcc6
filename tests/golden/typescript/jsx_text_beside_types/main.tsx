import { DeleteObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
const c = new S3Client({});
type Props = { key: string } & { children: string };
export const Page = ({ key, children }: { key: string } & Record<string, string>) => (
  <div>
    Terms & conditions, version 7! See{" "}
    <a title={key}>{children}</a>
  </div>
);
export async function load(p: Props) { await c.send(new GetObjectCommand({ Bucket: "b", Key: "k" })); }
export const Row = ({ n }: { n: number } & { m: number }) => <td>Q & A {n & 1}</td>;
export async function drop() { await c.send(new DeleteObjectCommand({ Bucket: "b", Key: "old" })); }
