import { S3Client, PutObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";

const client = new S3Client({});
let lazy;
let html = "";

function init() {
  lazy ??= new SNSClient({});
}

export function handler(event) {
  const bucket = "outer";
  if (event.inner) {
    const bucket = "inner";
    const client = new SNSClient({});
    client.send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:111122223333:inner" }));
    put(bucket);
  }
  for (const bucket of ["first", "second"]) put(bucket);
  put(bucket);
  init();
  lazy.send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:111122223333:lazy" }));
  event.records.forEach((record) => {
    html += `<li>${record.id}</li>`;
  });
  switch (event.kind) {
    case "a":
    case "b": {
      const key = "ab";
      client.send(new GetObjectCommand({ Bucket: "letters", Key: key }));
      break;
    }
    case "c":
      client.send(new GetObjectCommand({ Bucket: "fallen", Key: "c" }));
    default:
      client.send(new GetObjectCommand({ Bucket: "fallen", Key: "d" }));
  }
  // A numeric test that is not decided by its first value.
  let count = 0;
  count++;
  if (count) put("counted");
  return html;

  function put(bucket) {
    return client.send(new PutObjectCommand({ Bucket: bucket, Key: html }));
  }
}
