import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
export class S extends cdk.Stack {
  constructor(scope: cdk.App, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'T', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const environment: Record<string, string> = { TABLE_NAME: table.tableName };
    if (props?.env) { environment.REGION2 = 'x'; }
    const fn = new lambda.Function(this, 'F', {
      runtime: lambda.Runtime.PYTHON_3_11, handler: 'handler.handler',
      code: lambda.Code.fromAsset('lambdas/api'), environment,
    });
    table.grantReadWriteData(fn);
  }
}
