import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';

export class ItemsStack extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const items = new s3.Bucket(this, `items-${this.region}`);
    const reports = new s3.Bucket(this, 'Reports');
    const worker = new lambda.Function(this, 'Worker', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { ITEMS: items.bucketName, REPORTS: reports.bucketName },
    });

    worker.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);

    // What comes in is read and taken away.
    items.grantReadWrite(worker);

    // The report is written.
    reports.grantReadWrite(worker);

    // Mails used to go out from here,
    // by the service's own address.
    worker.addToRolePolicy(new iam.PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: ['*'],
    }));

    // ***** what is left of the old service *****
    worker.addToRolePolicy(new iam.PolicyStatement({
      actions: ['sns:Publish'],
      resources: ['*'],
    }));

    // Both of these.
    worker.addToRolePolicy(new iam.PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: ['*'],
    }));
    new cdk.CfnOutput(this, 'Name', { value: worker.functionName });
  }
}
