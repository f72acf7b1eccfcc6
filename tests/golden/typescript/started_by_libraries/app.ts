import cluster from "cluster";
import path from "path";
import Bull from "bull";
import Bree from "bree";
import pm2 from "pm2";
import cron from "node-cron";
import workerpool from "workerpool";
import { Tinypool } from "tinypool";
import { Worker } from "bullmq";
import { Worker as Pool } from "jest-worker";
import { PythonShell } from "python-shell";
import { S3 } from "@aws-sdk/client-s3";

const s3 = new S3({});

// What is told a function runs it here.
export const functions = async () => {
  new Worker("queue", async () => { await s3.putObject({ Bucket: "first", Key: "a" }); });
  new Bull("queue").process(async () => { await s3.deleteBucket({ Bucket: "second" }); });
  cron.schedule("* * * * *", () => { s3.listBuckets({}); });
  workerpool.pool().exec(() => 1, []);
};

// What is told a file starts that.
export const files = async () => {
  cluster.setupPrimary({ exec: "one.js" });
  new Worker("queue", path.join(__dirname, "two.js"));
  new Bull("queue").process(`${__dirname}/three.js`);
  cron.schedule("* * * * *", "./four.js");
  workerpool.pool(__dirname + "/five.js");
  new Tinypool({ filename: "./six.js" });
  new Pool(require.resolve("./seven"));
  new Bree({ jobs: ["eight"] });
  pm2.start("nine.js");
  PythonShell.run("ten.py");
};
