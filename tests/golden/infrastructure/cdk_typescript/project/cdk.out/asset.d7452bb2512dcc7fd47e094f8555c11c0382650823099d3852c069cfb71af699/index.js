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

// src/lend.ts
var lend_exports = {};
__export(lend_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(lend_exports);
var import_client_dynamodb = require("@aws-sdk/client-dynamodb");
var import_client_sqs = require("@aws-sdk/client-sqs");
var loans = new import_client_dynamodb.DynamoDBClient({});
var queue = new import_client_sqs.SQSClient({});
var handler = async (event) => {
  await loans.send(new import_client_dynamodb.GetItemCommand({ TableName: process.env.READERS, Key: { id: { S: event.reader } } }));
  await loans.send(new import_client_dynamodb.PutItemCommand({
    TableName: process.env.LOANS,
    Item: { book: { S: event.book }, reader: { S: event.reader } }
  }));
  await queue.send(new import_client_sqs.SendMessageCommand({ QueueUrl: process.env.REMINDERS, MessageBody: event.reader }));
};
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
