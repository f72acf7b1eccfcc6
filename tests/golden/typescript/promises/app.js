const { S3Client, GetObjectCommand, PutObjectCommand, ListBucketsCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");
const { LambdaClient, InvokeCommand } = require("@aws-sdk/client-lambda");
const pRetry = require("p-retry");

const s3 = new S3Client({});
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const client = () => new Promise((resolve) => resolve(new LambdaClient({})));

const nothing = async () => {};

module.exports.handler = (event, context, done) => {
  nothing()
    .then(() => s3.send(new ListBucketsCommand({})))
    .then(({ Buckets }) => Promise.all(Buckets.map((b) => s3.send(new GetObjectCommand({ Bucket: "first", Key: b.Name })))))
    .then(async ([first]) => {
      await sleep(10);
      return first;
    })
    .catch((error) => s3.send(new PutObjectCommand({ Bucket: "errors", Key: String(error) })))
    .finally(() => done());
  client().then((lambda) => lambda.send(new InvokeCommand({ FunctionName: "worker" })));
  pRetry(() => s3.send(new DeleteObjectCommand({ Bucket: "retried", Key: "k" })), { retries: 3 });
  for (const name of ["a", "b"]) {
    s3.send(new PutObjectCommand({ Bucket: `bucket-${name}`, Key: "k" }), (err, data) => {
      if (err) s3.send(new GetObjectCommand({ Bucket: "on-error", Key: "k" }));
      else console.log(data);
    });
  }
};
