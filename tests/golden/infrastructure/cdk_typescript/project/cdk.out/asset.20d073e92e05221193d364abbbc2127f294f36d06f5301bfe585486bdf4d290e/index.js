var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/clean.ts
var clean_exports = {};
__export(clean_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(clean_exports);
var import_client_dynamodb = require("@aws-sdk/client-dynamodb");
var import_client_s3 = require("@aws-sdk/client-s3");
var loans = new import_client_dynamodb.DynamoDBClient({});
var s3 = new import_client_s3.S3Client({});
var handler = async (event) => {
  await loans.send(new import_client_dynamodb.DeleteItemCommand({ TableName: process.env.LOANS, Key: { book: { S: event.book } } }));
  await s3.send(new import_client_s3.DeleteObjectCommand({ Bucket: process.env.SHELVES, Key: event.book }));
};
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
