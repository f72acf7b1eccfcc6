import * as cdk from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as iam from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";

interface Props extends cdk.StackProps { stage?: string }
export class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props: Props = {}) {
    super(scope, id, props);
    
    const fn = new lambda.Function(this, "F", {
      runtime: lambda.Runtime.PYTHON_3_12, handler: "app.handler", code: lambda.Code.fromAsset("src"),
      environment: {STAGE: "dev", BUCKET: "dev-b", ...(process.env.P ? {STAGE: "prod"} : {})},
    });
    
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: ["arn:aws:s3:::dev-b/*", "arn:aws:s3:::prod-b/*", "arn:aws:s3:::x/*"],
    }));
  }
}
