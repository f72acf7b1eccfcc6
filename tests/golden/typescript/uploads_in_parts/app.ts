import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

const key = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";

export async function run(body: ReadableStream) {
  const params = { Bucket: "reports", Key: "day", Body: body, ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: key };
  await new Upload({ client: new S3Client({}), params }).done();
}
