import * as cdk from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sm from 'aws-cdk-lib/aws-secretsmanager';
import * as lambda from 'aws-cdk-lib/aws-lambda';
const app = new cdk.App();
const stack = new cdk.Stack(app, 'S');
const key = new kms.Key(stack, 'Key');
const bucket = new s3.Bucket(stack, 'B', { encryption: s3.BucketEncryption.KMS, encryptionKey: key });
const secret = new sm.Secret(stack, 'Sec');
const param = new ssm.StringParameter(stack, 'P', { stringValue: 'x', parameterName: '/a/b' });
const fn = new lambda.Function(stack, 'Fn', {
  runtime: lambda.Runtime.PYTHON_3_12,
  handler: 'a.handler',
  code: lambda.Code.fromAsset('a'),
  environment: { BUCKET: bucket.bucketName, SECRET: secret.secretArn },
});
secret.grantRead(fn);
param.grantRead(fn);
bucket.grantPut(fn);
