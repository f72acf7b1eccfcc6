import { IGrantable } from "aws-cdk-lib/aws-iam";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { IStringParameter } from "aws-cdk-lib/aws-ssm";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Construct } from "constructs";

export const STAGE_VARIABLE = "ORDERS_STAGE";

export class Worker extends Function {
  constructor(scope: Construct, id: string, directory: string, stage: string) {
    super(scope, id, {
      runtime: Runtime.NODEJS_20_X,
      handler: "index.handler",
      code: Code.fromAsset(`fn/${directory}`),
      environment: { LOG_LEVEL: "INFO", [STAGE_VARIABLE]: stage },
    });
  }
}

export class WorkerTask extends LambdaInvoke {
  constructor(scope: Construct, id: string, readonly worker: Worker) {
    super(scope, id, { lambdaFunction: worker, payloadResponseOnly: true });
  }
}

export function grantParameters(parameter: IStringParameter, reader: IGrantable): void {
  parameter.grantRead(reader);
}
