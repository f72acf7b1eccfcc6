import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
const app = new cdk.App();
const stack = new cdk.Stack(app, 'S');
const prod = app.node.tryGetContext('prod') === 'yes';
const fn = new lambda.Function(stack, 'Fn', {
  runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src'),
});
if (prod) {
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::one/*'] }));
} else {
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:DeleteObject'], resources: ['*'] }));
}

// Several statements in place of one that is conditional would be there without the condition.
const wide = new lambda.Function(stack, 'Wide', {
  runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.both', code: lambda.Code.fromAsset('src'),
});
wide.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::one/*'] }));
if (!prod) {
  wide.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
}
