import { Worker, isMainThread, parentPort } from "node:worker_threads";
export function run() { new Worker(new URL("./w.js", import.meta.url)); }
