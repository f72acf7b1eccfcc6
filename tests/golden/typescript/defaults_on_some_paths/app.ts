// A default is set on some paths: on the others, what was there before and is not known stays.
import { S3 } from "@aws-sdk/client-s3";
const s3 = new S3({});
export const e = (x: any) => { const m: any = { ...x }; if (!("op" in m)) m.op = "ts-e"; s3.getObject({ Bucket: m.op, Key: "e" }); };
export const f = (x: any) => { const m: any = { ...x }; if (!m.op) m.op = "ts-f"; s3.getObject({ Bucket: m.op, Key: "f" }); };
export const g = (x: any) => { const m: any = { ...x }; if (m.op === undefined) { m.op = "ts-g"; } s3.getObject({ Bucket: m.op, Key: "g" }); };
export const h = (x: any) => { const m: any = Object.assign({}, x); if (process.env.X) m.op = "ts-h"; s3.getObject({ Bucket: m.op, Key: "h" }); };
