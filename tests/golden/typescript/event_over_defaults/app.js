const { S3 } = require("@aws-sdk/client-s3");
const _ = require("lodash");

const DEFAULTS = { Bucket: "dev", Key: "k" };
const s3 = new S3({});

exports.handler = async (event) => {
  const spread = { ...DEFAULTS, ...event };
  await s3.putObject({ Bucket: spread.Bucket, Key: "spread" });
  const assigned = Object.assign({}, DEFAULTS, event);
  await s3.putObject({ Bucket: assigned.Bucket, Key: "assigned" });
  const merged = _.merge({}, DEFAULTS, event);
  await s3.putObject({ Bucket: merged.Bucket, Key: "merged" });
  const behind = { ...event, ...DEFAULTS };
  await s3.putObject({ Bucket: behind.Bucket, Key: "behind" });
};
