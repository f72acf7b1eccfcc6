const AWS = require('aws-sdk');
const s3 = new AWS.S3();
exports.handler = async (event) => {
  await s3.getObject({ Bucket: event.Records[0].s3.bucket.name, Key: 'a' }).promise();
  await s3.putObject({ Bucket: event['Records'][0].s3.bucket.name, Key: 'b' }).promise();
  const [rec] = event.Records;
  await s3.deleteObject({ Bucket: rec.s3.bucket.name, Key: 'c' }).promise();
  await Promise.all(event.Records.map(async (r) => s3.getObjectAcl({ Bucket: r.s3.bucket.name, Key: 'd' }).promise()));
  for (const { s3: { bucket: { name } } } of event.Records) await s3.getObjectTagging({ Bucket: name, Key: 'e' }).promise();
  event.Records.forEach((r) => { s3.putObjectAcl({ Bucket: r.s3.bucket.name, Key: 'f' }).promise(); });
  const { Records } = event;
  await s3.putObjectTagging({ Bucket: Records[0].s3.bucket.name, Key: 'g' }).promise();
  const srcBucket = event.Records?.[0]?.s3?.bucket?.name;
  await s3.deleteObjectTagging({ Bucket: srcBucket, Key: 'h' }).promise();
};
