const { EventEmitter } = require("node:events");
const { S3 } = require("@aws-sdk/client-s3");

const s3 = new S3({});

class Worker extends EventEmitter {
  work() {
    return s3.getObject({ Bucket: "store", Key: "emitter" });
  }
  drop() {
    return s3.deleteBucket({ Bucket: "emitter-never" });
  }
}

exports.run = async () => {
  const worker = new Worker();
  worker.on("done", () => console.log("done"));
  await worker.work();
};
