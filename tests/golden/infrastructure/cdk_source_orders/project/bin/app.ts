import { App, Stack, aws_lambda as lambda, aws_iam as iam } from 'aws-cdk-lib';
import { NagSuppressions } from 'cdk-nag';
import { Construct } from 'constructs';
class S extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const policy = new iam.Policy(this, 'P', {
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: ['*'],
        }),
      ],
    });
    policy.attachToRole(role);
    NagSuppressions.addResourceSuppressions(role, [{ id: 'AwsSolutions-IAM5', reason: 'logs' }]);
    const fn = new lambda.Function(this, 'F', { functionName: 'shop', runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src'), role });
    fn.node.addDependency(role);
    fn.node.addDependency(policy);
  }
}
new S(new App(), 'S');
