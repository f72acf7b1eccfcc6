require("dotenv").config();
const { S3 } = require("@aws-sdk/client-s3");
const { SQS } = require("@aws-sdk/client-sqs");

const config = { mode: process.env.MODE || "bucket" };
const { LEVEL = "dev" } = process.env;
const mode = process.env.MODE ?? "bucket";

class Sender {
  constructor() {
    this.mode = process.env.MODE || "bucket";
  }
  run() {
    return this.mode === "bucket" ? put() : send();
  }
}

const put = () => new S3({}).putObject({ Bucket: "node", Key: "order", Body: "" });
const send = () =>
  new SQS({}).sendMessage({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/node", MessageBody: "order" });

exports.handler = async () => {
  if (config.mode === "bucket" || LEVEL === "dev" || mode === "bucket") await put();
  await new Sender().run();
};
