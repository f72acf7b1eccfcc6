const { promisify } = require("util");
const AWS = require("aws-sdk");
const dynamoose = require("dynamoose");

const s3 = new AWS.S3();
const model = dynamoose.model("heroes", {});

// What a promisified function gives back is what it calls the callback with.
const named = promisify((name, back) => {
  setTimeout(() => back(null, `${name}-files`), 5);
});
const made = promisify((back) => {
  back(null, new AWS.SQS());
});
const read = promisify(s3.getObject.bind(s3));
const buckets = promisify(s3.listBuckets.bind(s3));

exports.handler = async (event) => {
  const Bucket = await named("own");
  await read({ Bucket, Key: "in" });
  await buckets();
  const queues = await made();
  await queues.sendMessage({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody: "" }).promise();
  // Neither asks before there is a callback.
  await promisify(model.scan)(event.filter);
  model.scan(event.filter);
};
