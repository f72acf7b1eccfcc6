"use strict";

const AWS = require("aws-sdk");
const { resize } = require("./lib/resize");
const storage = require("./lib/storage");

const sns = new AWS.SNS({ apiVersion: "2010-03-31" });
const SIZES = [128, 512];

exports.handler = function (event, context, callback) {
  const record = event.Records[0].s3;
  const key = decodeURIComponent(record.object.key.replace(/\+/g, " "));

  storage.load(record.bucket.name, key, (error, image) => {
    if (error) return callback(error);
    Promise.all(SIZES.map((size) => resize(image, size).then((small) => storage.save(`${size}/${key}`, small))))
      .then(() => storage.remember(key, SIZES))
      .then(() => sns.publish({ TopicArn: process.env.TOPIC_ARN, Message: key }).promise())
      .then(() => callback(null, "done"))
      .catch(callback);
  });
};
