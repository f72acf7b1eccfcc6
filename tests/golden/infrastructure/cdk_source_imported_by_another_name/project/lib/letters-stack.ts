import { Stack, StackProps } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction as Bundled } from "aws-cdk-lib/aws-lambda-nodejs";
import { Bucket as Store } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { join } from "path";

export class LettersStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const letters = new Store(this, "LetterStore");

    const write = new LambdaFunction(this, "Write", {
      runtime: Runtime.NODEJS_20_X,
      code: Code.fromAsset("handlers"),
      handler: "write.handler",
      environment: { LETTERS: letters.bucketName },
    });
    letters.grantReadWrite(write);

    // What is joined behind a directory begins no path anew.
    const read = new Bundled(this, "Read", {
      entry: join(__dirname, "/../handlers/read.ts"),
      environment: { LETTERS: letters.bucketName },
    });
    letters.grantReadWrite(read);
  }
}
