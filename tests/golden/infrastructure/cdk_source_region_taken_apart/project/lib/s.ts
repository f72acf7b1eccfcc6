import { Aws, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

interface Props extends StackProps {
  readonly audit: boolean;
}

export class S extends Stack {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    const { region, account } = Stack.of(this);
    const name = `data-${account}-${region}`;
    const bucket = new s3.Bucket(this, 'Data', { bucketName: name });
    const fn = new lambda.Function(this, 'Send', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('fn'),
      environment: { BUCKET: name },
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: [`arn:aws:s3:::${name}/*`] }));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:*'], resources: [`arn:aws:sqs:${region}:${account}:jobs`] }));
    const { ACCOUNT_ID, REGION: here } = Aws;
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:*'], resources: [`arn:aws:sns:${here}:${ACCOUNT_ID}:told`] }));
    const { region: other = 'eu-west-1' } = props.env!;
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:*'], resources: [`arn:aws:dynamodb:${other}:${account}:table/t`] }));
  }
}
