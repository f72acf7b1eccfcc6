import { Stack, StackProps } from "aws-cdk-lib";
import { Construct } from "constructs";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";

interface ReaderProps extends StackProps {
  letters: s3.IBucket;
  quick: boolean;
}

export class ReaderStack extends Stack {
  constructor(scope: Construct, id: string, props: ReaderProps) {
    super(scope, id, props);
    const reader = new lambda.Function(this, "Reader", {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: "app.handler",
      code: lambda.Code.fromAsset("src"),
      environment: { LETTERS: props.letters.bucketName },
    });
    {
      props.letters.grantReadWrite(reader);
    }
  }
}
