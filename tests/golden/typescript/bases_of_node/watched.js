const { EventEmitter } = require("events");
const { S3 } = require("@aws-sdk/client-s3");
const supervisor = require("supervisor-kit");

const s3 = new S3({});

class Watched extends EventEmitter {
  recover() {
    return s3.putObject({ Bucket: "store", Key: "recovered", Body: "" });
  }
}

exports.run = async () => {
  supervisor.watch(new Watched());
};
