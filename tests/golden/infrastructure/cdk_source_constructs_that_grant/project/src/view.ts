import { S3Client, WriteGetObjectResponseCommand } from '@aws-sdk/client-s3';

const client = new S3Client({});

export async function handler(event: { getObjectContext: { outputRoute: string; outputToken: string } }) {
  const { outputRoute, outputToken } = event.getObjectContext;
  await client.send(new WriteGetObjectResponseCommand({ RequestRoute: outputRoute, RequestToken: outputToken }));
}
