import { App } from "aws-cdk-lib";
import { NoticesStack } from "./lib/stack";

const app = new App();
new NoticesStack(app, "NoticesStack", {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
});
