import { App, Stack, aws_lambda as lambda, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
class S extends Stack {
  constructor(scope: Construct, id: string, mail: boolean) {
    super(scope, id);
    const role = new iam.Role(this, 'R', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSFullAccess'),
        iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSNSFullAccess'),
      ],
      inlinePolicies: {
        logs: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: ['*'] }),
          ],
        }),
        mail: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] }),
            new iam.PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }),
          ],
        }),
      },
    });
    if (mail) {
      role.addToPolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] }));
    } else {
      role.addToPolicy(new iam.PolicyStatement({ actions: ['kms:Encrypt'], resources: ['*'] }));
    }
    if (!mail) {
      role.addToPolicy(new iam.PolicyStatement({ actions: ['ec2:DescribeInstances'], resources: ['*'] }));
      role.addToPolicy(new iam.PolicyStatement({ actions: ['ec2:DescribeVolumes'], resources: ['*'] }));
    }
    new lambda.Function(this, 'F', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src'), role });
  }
}
new S(new App(), 'S', false);
