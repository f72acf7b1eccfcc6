import { Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class PressStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const jobs = new sqs.Queue(this, 'Jobs');
    const made = { runtime: lambda.Runtime.NODEJS_20_X, handler: 'read.handler', code: lambda.Code.fromAsset('functions'), environment: { JOBS: jobs.queueUrl } };
    const first = new lambda.Function(this, 'First', made);
    const second = new lambda.Function(this, 'Second', made);
    const third = new lambda.Function(this, 'Third', made);
    jobs.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [jobs.queueArn],
      principals: [first.grantPrincipal],
    }));
    const later = new iam.PolicyStatement();
    later.addActions('sqs:SendMessage');
    later.addResources(jobs.queueArn);
    later.addArnPrincipal(second.role!.roleArn);
    jobs.addToResourcePolicy(later);
    jobs.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [jobs.queueArn],
      principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
    }));
  }
}
