import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const bucket = new s3.Bucket(this, 'Data');
    const pushed = this.reader('Pushed', bucket);
    const statements: iam.PolicyStatement[] = [
      new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucket.bucketArn}/*`] }),
    ];
    statements.push(new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] }));
    for (const one of statements) {
      pushed.addToRolePolicy(one);
    }

    const first = this.reader('First', bucket);
    const second = this.reader('Second', bucket);
    const common: iam.PolicyStatement[] = [];
    common.push(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucket.bucketArn}/*`] }));
    for (const one of common) {
      first.addToRolePolicy(one);
      second.addToRolePolicy(one);
    }

    const perhaps = this.reader('Perhaps', bucket);
    const some: iam.PolicyStatement[] = [];
    if (this.node.tryGetContext('wide')) {
      some.push(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    }
    for (const one of some) {
      perhaps.addToRolePolicy(one);
    }

    const handed = this.reader('Handed', bucket);
    const others: iam.PolicyStatement[] = [];
    others.push(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
    more(others);
    for (const one of others) {
      handed.addToRolePolicy(one);
    }
  }

  private reader(id: string, bucket: s3.IBucket): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
  }
}

function more(list: iam.PolicyStatement[]) {
  list.push(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
}
