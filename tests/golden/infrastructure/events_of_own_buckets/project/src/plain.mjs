import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

const remove = async ({ s3: { bucket, object } }) =>
  s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: object.key }));

export const handler = async ({ Records }) => {
  await Promise.all(Records.map(async (record) => {
    const { bucket: { name }, object } = record.s3;
    await s3.send(new GetObjectCommand({ Bucket: name, Key: object.key }));
  }));
  for (const record of Records.filter((one) => one.s3)) {
    await remove(record);
  }
};
