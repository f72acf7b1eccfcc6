const { S3 } = require('aws-sdk');

const s3 = new S3();

const each = async (payload) => s3.getObjectTagging({ Bucket: payload.Records[0].s3.bucket.name, Key: 'd' }).promise();

exports.handler = async (event) => {
  for (const record of event.Records) {
    const body = JSON.parse(record.body);
    for (const inner of body.Records) {
      await s3.getObject({ Bucket: inner.s3.bucket.name, Key: 'a' }).promise();
    }
    await Promise.all(JSON.parse(record.Sns.Message).Records.map((one) => s3.putObject({ Bucket: one.s3.bucket.name, Key: 'b' }).promise()));
  }
  await Promise.all(event.Records.map((record) => JSON.parse(record.body)).map(each));
};
