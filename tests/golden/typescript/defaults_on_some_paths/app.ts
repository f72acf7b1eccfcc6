// A default is set on some paths: on the others, what was there before and is not known stays.
import { S3 } from "@aws-sdk/client-s3";
const s3 = new S3({});
export const e = (x: any) => { const m: any = { ...x }; if (!("op" in m)) m.op = "ts-e"; s3.getObject({ Bucket: m.op, Key: "e" }); };
export const f = (x: any) => { const m: any = { ...x }; if (!m.op) m.op = "ts-f"; s3.getObject({ Bucket: m.op, Key: "f" }); };
export const g = (x: any) => { const m: any = { ...x }; if (m.op === undefined) { m.op = "ts-g"; } s3.getObject({ Bucket: m.op, Key: "g" }); };
export const h = (x: any) => { const m: any = Object.assign({}, x); if (process.env.X) m.op = "ts-h"; s3.getObject({ Bucket: m.op, Key: "h" }); };
export const i = (x: any) => { const m: any = { ...x }; m.op || (m.op = "ts-i"); s3.getObject({ Bucket: m.op, Key: "i" }); };
export const j = (x: any) => { const m: any = { ...x }; x.y && (m.op = "ts-j"); s3.getObject({ Bucket: m.op, Key: "j" }); };
export const k = (x: any) => { const m: any = { ...x }; if (!("op" in m)) Object.assign(m, { op: "ts-k" }); s3.getObject({ Bucket: m.op, Key: "k" }); };
const DEFAULTS: any = { op: "ts-l", id: "1" };
export const l = (x: any) => { const m: any = { ...x }; for (const one of Object.keys(DEFAULTS)) if (!(one in m)) m[one] = DEFAULTS[one]; s3.getObject({ Bucket: m.op, Key: "l" }); };
export const n = (x: any) => { const m: any = { ...x }; const self = { m }; if (!self.m.op) self.m.op = "ts-n"; s3.getObject({ Bucket: m.op, Key: "n" }); };
export const o = (x: any) => { const m: any = { ...x }; x.list.forEach(() => { m.op = "ts-o"; }); s3.getObject({ Bucket: m.op, Key: "o" }); };
export const p = (x: any) => { const m: any = { ...x }; x.y ? (m.op = "ts-p") : null; s3.getObject({ Bucket: m.op, Key: "p" }); };
export const q = (x: any, y: any) => { const m: any = { ...x }; if (y) { m.op = "first"; } else { throw y; } s3.deleteObject({ Bucket: m.op, Key: "q" }); };
