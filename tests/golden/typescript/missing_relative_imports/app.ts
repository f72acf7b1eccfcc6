// A part of the program that is not there may call anything; types, styles and data call nothing.
import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import type { Event } from "./types";
import { limits } from "./lib/declared";
import settings from "./settings";
import "./styles.css?inline";
import { store } from "./lib/store";
const s3 = new S3Client({});
export const handler = async (event: Event) => { await s3.send(new GetObjectCommand({ Bucket: "b", Key: "k" })); await store(event, settings, limits); };
