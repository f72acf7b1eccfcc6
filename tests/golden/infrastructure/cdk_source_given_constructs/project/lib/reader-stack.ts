import { Stack, StackProps } from "aws-cdk-lib";
import { Construct } from "constructs";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";

interface ReaderProps extends StackProps {
  letters: s3.IBucket;
}

export class ReaderStack extends Stack {
  constructor(scope: Construct, id: string, props: ReaderProps) {
    super(scope, id, props);
    const role = new iam.Role(this, "ReaderRole", {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    });
    props.letters.grantReadWrite(role);
    new lambda.Function(this, "Reader", {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: "app.handler",
      code: lambda.Code.fromAsset("src"),
      role,
      environment: { LETTERS: props.letters.bucketName },
    });
  }
}
