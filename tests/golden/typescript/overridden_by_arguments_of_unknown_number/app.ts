// What an argument of unknown number may override or put in is not certain, whatever reads it by its place.
import { S3 } from "@aws-sdk/client-s3";
import _ from "lodash";
const s3 = new S3({});
export const b = (x: any) => { const t: any = { op: "first" }; Object.assign(t, ...x); s3.getObject({ Bucket: t.op, Key: "b" }); };
export const d = (x: any) => { const m: any = _.merge({}, { op: "second" }, ...x); s3.getObject({ Bucket: m.op, Key: "d" }); };
export const e = (x: any) => { const y: any[] = ["third"]; y.unshift(...x); s3.getObject({ Bucket: y[0], Key: "e" }); };
export const f = (x: any) => { const y: any = new Map([["k", "fourth"]]); y.set(...x); s3.getObject({ Bucket: y.get("k"), Key: "f" }); };
export const g = (x: any) => { const y: any = ["fifth"]; y.splice(0, 1, ...x); s3.getObject({ Bucket: y[0], Key: "g" }); };
export const h = (x: any) => { const y: any = { op: "sixth" }; _.set(y, ...x); s3.getObject({ Bucket: y.op, Key: "h" }); };
export const i = (x: any) => { const y: any = { op: "seventh" }; (Reflect as any).set(y, ...x); s3.getObject({ Bucket: y.op, Key: "i" }); };
export const j = (x: any) => { const y: any = _.defaults({}, ...x, { op: "eighth" }); s3.getObject({ Bucket: y.op, Key: "j" }); };
export const k = (x: any) => { const y: any = { op: "ninth" }; Object.defineProperty(y, ...(x as [any, any])); s3.getObject({ Bucket: y.op, Key: "k" }); };
export const l = (x: any) => { const y: any = ["tenth"].concat(...x); s3.getObject({ Bucket: y[0], Key: "l" }); };
export const m = (x: any) => { const y: any = _.get({}, "op", ...x); s3.getObject({ Bucket: y, Key: "m" }); };
export const n = (x: any) => { s3.getObject({ Bucket: "n".concat(...x), Key: "n" }); };
export const o = (x: any) => { const y: any = { op: "elev" }; _.assign(y, ...x); s3.getObject({ Bucket: y.op, Key: "o" }); };
export const p = (x: any) => { const y: any = { op: "twelve" }; _.extend(y, ...x); s3.getObject({ Bucket: y.op, Key: "p" }); };
export const q = (x: any) => { const y: any = ["fill"]; y.fill(...x); s3.getObject({ Bucket: y[0], Key: "q" }); };
