const { Transform } = require("stream");
const { S3 } = require("@aws-sdk/client-s3");

const s3 = new S3({});

class Sink extends Transform {
  _transform(chunk, encoding, done) {
    s3.putObject({ Bucket: "store", Key: "chunk", Body: chunk }).then(() => done());
  }
  _flush(done) {
    s3.deleteObject({ Bucket: "store", Key: "rest" }).then(() => done());
  }
  drop() {
    return s3.deleteBucket({ Bucket: "stream-never" });
  }
}

exports.run = async () => {
  process.stdin.pipe(new Sink()).pipe(process.stdout);
};
