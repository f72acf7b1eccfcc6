import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Things', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const one = new lambda.Function(this, 'One', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('a'),
      environment: { TABLE: table.tableName },
    });
    const other = lambda.Function.fromFunctionName(this, 'Other', 'other');
    for (const f of [one, other]) {
      table.grantReadWriteData(f);
    }
  }
}
