import { S3 } from "@aws-sdk/client-s3";
const s3 = new S3({});
export const Menu = () => <p>fish && chips & peas</p>;
export const Parts = (p: { on: boolean }) => <p>{p.on && <b>new</b>} salt && {p.on} vinegar</p>;
export const Link = () => <a href="/search?a=1&b=2">R&D && more</a>;
export const Read = (p: { n: number }) => <p>{p.n > 0 && s3.getObject({ Bucket: "menus", Key: "today" })}</p>;
export const Written = (p: { n: number }) => {
  const done = p.n > 0 && s3.putObject({ Bucket: "orders", Key: "new" });
  return <p>{done}</p>;
};
export const Before = (p: { n: number }) => <p>this && that <b>both</b> {p.n} && <i>{p.n > 1 && s3.deleteObject({ Bucket: "orders", Key: "old" })}</i></p>;
