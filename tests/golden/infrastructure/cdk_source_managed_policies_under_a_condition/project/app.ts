import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';

class Shelves extends cdk.Stack {
  constructor(scope: cdk.App, id: string, live: boolean) {
    super(scope, id);
    const shelf = new s3.Bucket(this, 'Shelf');
    const code = lambda.Code.fromAsset('fn');
    const environment = { SHELF: shelf.bucketName };
    const runtime = lambda.Runtime.NODEJS_20_X;

    const sometimes = new lambda.Function(this, 'Sometimes', { runtime, code, environment, handler: 'get.handler' });
    if (live) {
      sometimes.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'));
    }

    const both = new lambda.Function(this, 'Both', { runtime, code, environment, handler: 'get.handler' });
    both.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [shelf.arnForObjects('*')] }));
    if (live) {
      both.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'));
    }

    const always = new lambda.Function(this, 'Always', { runtime, code, environment, handler: 'get.handler' });
    always.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'));
  }
}

const app = new cdk.App();
new Shelves(app, 'Shelves', app.node.tryGetContext('live'));
