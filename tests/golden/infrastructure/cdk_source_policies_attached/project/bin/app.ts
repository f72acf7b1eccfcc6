import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

class S extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const a = new lambda.Function(this, 'A', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src') });
    const policy = new iam.Policy(this, 'P', {
      statements: [
        new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::one/*'] }),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }),
      ],
    });
    policy.attachToRole(a.role!);
    const more = new iam.Policy(this, 'M');
    more.addStatements(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['*'] }));
    a.role!.attachInlinePolicy(more);
    new iam.ManagedPolicy(this, 'G', {
      statements: [
        new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }),
      ],
      roles: [a.role!],
    });
    const doc = new iam.Policy(this, 'D', {
      document: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ actions: ['kinesis:PutRecord'], resources: ['*'] })],
      }),
      roles: [a.role!],
    });
  }
}

new S(new App(), 'S');
