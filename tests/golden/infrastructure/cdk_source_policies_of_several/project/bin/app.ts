import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

class S extends Stack {
  readonly kept: iam.Policy;

  constructor(scope: App, id: string, people: iam.Group) {
    super(scope, id);
    const a = new lambda.Function(this, 'A', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src') });
    const b = new lambda.Function(this, 'B', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'b.handler', code: lambda.Code.fromAsset('src') });
    this.kept = new iam.Policy(this, 'Kept', {
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::one/*'] })],
      roles: [a.role!],
    });
    const both = new iam.Policy(this, 'Both', {
      statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] })],
      roles: [a.role!],
    });
    both.attachToRole(b.role!);
    const others = new iam.Policy(this, 'Others', {
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::two/*'] })],
      roles: [b.role!],
    });
    others.attachToGroup(people);
    const told = new iam.ManagedPolicy(this, 'Told', {
      statements: [new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] })],
      roles: [b.role!],
    });
    hand(told.managedPolicyArn);
    const several = new iam.Policy(this, 'Several');
    several.addStatements(
      new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['*'] }),
      new iam.PolicyStatement({ actions: ['kinesis:PutRecord'], resources: ['*'] }),
    );
    several.attachToRole(a.role!);
  }
}

function hand(arn: string) {
  console.log(arn);
}

const app = new App();
new S(app, 'S', new iam.Group(new Stack(app, 'People'), 'G'));
