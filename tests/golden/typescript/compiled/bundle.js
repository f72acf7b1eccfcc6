"use strict";
var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var __toCommonJS = (mod) => mod;
var __toESM = (mod) => mod;

// src/index.ts
var src_exports = {};
__export(src_exports, { handler: () => handler });
module.exports = __toCommonJS(src_exports);
var import_client_s3 = __toESM(require("@aws-sdk/client-s3"));
var s3 = new import_client_s3.S3Client({});
var handler = async (event) => {
  await s3.send(new import_client_s3.GetObjectCommand({ Bucket: "bundled", Key: event.key }));
};
