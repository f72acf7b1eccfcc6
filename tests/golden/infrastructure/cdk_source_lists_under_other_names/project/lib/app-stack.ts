import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const bucket = new s3.Bucket(this, 'Data');
    const several: iam.PolicyStatement[] = [];
    several.push(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucket.bucketArn}/*`] }), new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] }));
    new lambda.Function(this, 'Several', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'app.handler', code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
      initialPolicy: several,
    });
    
    const list: iam.PolicyStatement[] = [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })];
    const same = list;
    same.push(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucket.bucketArn}/*`] }));
    const other = new lambda.Function(this, 'Other', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'app.handler', code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    for (const one of list) {
      other.addToRolePolicy(one);
    }

    const third = new lambda.Function(this, 'Third', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'app.handler', code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    const one: iam.PolicyStatement[] = [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })];
    const none: iam.PolicyStatement[] = [];
    const target = props?.env ? one : none;
    target.push(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucket.bucketArn}/*`] }));
    for (const each of one) {
      third.addToRolePolicy(each);
    }
  }
}
