// An addon of native code may ask AWS for anything.
const { S3 } = require("@aws-sdk/client-s3");
const jobs = require("bindings")("jobs");

exports.handler = async (event) => {
  await new S3({}).listBuckets({});
  return jobs.run(event);
};
