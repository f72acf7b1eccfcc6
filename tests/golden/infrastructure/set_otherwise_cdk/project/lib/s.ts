import * as cdk from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as iam from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";

export class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps = {}) {
    super(scope, id, props);
    const stage = this.node.tryGetContext("stage") ?? "dev";
    const fn = new lambda.Function(this, "F", {
      runtime: lambda.Runtime.PYTHON_3_12, handler: "app.handler", code: lambda.Code.fromAsset("src"),
      environment: {BUCKET: `${stage}-b`},
    });
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::dev-b/*", "arn:aws:s3:::prod-b/*"],
    }));
  }
}
