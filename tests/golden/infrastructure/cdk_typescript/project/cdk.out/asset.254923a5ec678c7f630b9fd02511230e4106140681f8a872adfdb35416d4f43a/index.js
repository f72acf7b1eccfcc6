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

// src/remind.ts
var remind_exports = {};
__export(remind_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(remind_exports);
var import_client_ses = require("@aws-sdk/client-ses");
var mail = new import_client_ses.SESClient({});
var handler = async (event) => {
  for (const record of event.Records) {
    await mail.send(new import_client_ses.SendEmailCommand({
      Source: "desk@library.example",
      Destination: { ToAddresses: [record.body] },
      Message: { Subject: { Data: "Your book" }, Body: { Text: { Data: "is due" } } }
    }));
  }
};
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
