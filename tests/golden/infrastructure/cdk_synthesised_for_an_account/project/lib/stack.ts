import { join } from "node:path";
import { Stack, StackProps } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Construct } from "constructs";

class Functions extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { region, account } = Stack.of(this);

    const notify = new NodejsFunction(this, "send-notices", {
      runtime: Runtime.NODEJS_20_X,
      entry: join(__dirname, "../src/notify/start.ts"),
      bundling: { minify: true, sourceMap: true },
      environment: { TOPIC_ARN: `arn:aws:sns:${region}:${account}:notices` },
    });
    notify.addToRolePolicy(
      new PolicyStatement({
        actions: ["ssm:GetParameter", "ssm:PutParameter"],
        resources: [`arn:aws:ssm:${region}:${account}:parameter/notices/*`],
      })
    );
    notify.addToRolePolicy(
      new PolicyStatement({
        actions: ["secretsmanager:GetSecretValue"],
        resources: [`arn:aws:secretsmanager:${region}:${account}:secret:*`],
      })
    );
  }
}

export class NoticesStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new Functions(this, "Functions");
  }
}
