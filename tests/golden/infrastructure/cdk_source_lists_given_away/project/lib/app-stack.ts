import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
export const ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'];

interface Props extends cdk.StackProps { stage: string }

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Things', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const make = (name: string, dir: string) => new lambda.Function(this, name, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset(dir),
      environment: { TABLE: table.tableName },
    });
    const one = make('One', 'get');
    one.addToRolePolicy(new iam.PolicyStatement({ actions: ACTIONS, resources: [table.tableArn] }));
  }
}
