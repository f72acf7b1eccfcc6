import { Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export class PressStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Sheets', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    });
    const made = {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'read.handler',
      code: lambda.Code.fromAsset('functions'),
      environment: { TABLE: table.tableName },
    };

    const role = new iam.Role(this, 'Given', {
      assumedBy: new iam.CompositePrincipal(
        new iam.ServicePrincipal('lambda.amazonaws.com'),
        new iam.AccountPrincipal(this.account),
      ),
    });
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'));
    new lambda.Function(this, 'Shared', { ...made, role });
    const half = new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:BatchWriteItem'] });
    half.addResources(table.tableArn);
    role.addToPolicy(half);
  }
}
