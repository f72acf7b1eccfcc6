import middy from "@middy/core";
import rdsSigner from "@middy/rds-signer";
import s3 from "@middy/s3";
import secretsManager from "@middy/secrets-manager";
import ssm from "@middy/ssm";
import sts from "@middy/sts";

export const handler = middy(async (event) => event)
  .use(ssm({ fetchData: { one: "/dev/one", all: "/dev/all/" } }))
  .use(secretsManager({ fetchData: { token: "dev/token" }, fetchRotationDate: true }))
  .use(sts({ fetchData: { reader: { RoleArn: "arn:aws:iam::123456789012:role/reader", RoleSessionName: "s" } } }))
  .use(s3({ fetchData: { file: { Bucket: "theirs", Key: "c.json" } }, awsClientAssumeRole: "reader" }))
  .use(rdsSigner({ fetchData: { token: { hostname: "h", username: "app", port: 5432 } } }));
