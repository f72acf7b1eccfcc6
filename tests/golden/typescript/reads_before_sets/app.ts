// What is read before a name is set is what was there; what a helper's helper sets under a condition may not be set.
import { S3Client, GetObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
const get = (b: any, k: string) => s3.send(new GetObjectCommand({ Bucket: b, Key: k }));
const del = (b: any, k: string) => s3.send(new DeleteObjectCommand({ Bucket: b, Key: k }));
const put = (o: any) => { o.Bucket = "nested"; };
const byWayOf = (o: any) => { put(o); };
export const straight = async (x: any) => { const o: any = { ...x }; await get(o.Bucket, "straight"); o.Bucket = "behind-straight"; await del(o.Bucket, "straight"); };
export const whole = async (x: any) => { const o: any = { ...x }; await s3.send(new GetObjectCommand(o)); o.Bucket = "behind-whole"; o.Key = "whole"; await s3.send(new DeleteObjectCommand(o)); };
export const takenOut = async (x: any) => { const o: any = { ...x }; const { Bucket } = o; o.Bucket = "behind-taken"; await get(Bucket, "taken"); await del(o.Bucket, "taken"); };
export const copied = async (x: any) => { const o: any = { ...x }; const p = { ...o }; o.Bucket = "behind-copied"; await get(p.Bucket, "copied"); await del(o.Bucket, "copied"); };
export const nested = async (x: any) => { const o: any = { ...x }; if (x.y) byWayOf(o); await get(o.Bucket, "nested"); };
export const shortCircuit = async (x: any) => { const o: any = { ...x }; x.y && byWayOf(o); await get(o.Bucket, "short"); };
export const given = async (x: any) => { const o: any = { ...x }; x.list.forEach(() => byWayOf(o)); await get(o.Bucket, "given"); };
export const nestedStraight = async (x: any) => { const o: any = { ...x }; byWayOf(o); await del(o.Bucket, "nested"); };
export const inArgument = async (x: any) => { const o: any = { ...x }; await s3.send(new DeleteObjectCommand(Object.assign(o, { Bucket: "argument", Key: "argument" }))); };
