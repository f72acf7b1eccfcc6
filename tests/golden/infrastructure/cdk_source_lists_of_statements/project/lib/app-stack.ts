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
    const prod = this.node.tryGetContext("stage") === "prod";
    const one = new lambda.Function(this, 'One', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('a'),
      environment: { TABLE: table.tableName },
    });
    one.addToRolePolicy(new iam.PolicyStatement({
      actions: prod ? ['dynamodb:GetItem'] : ['dynamodb:GetItem', 'dynamodb:Scan'],
      resources: [table.tableArn],
    }));
    const two = new lambda.Function(this, 'Two', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('a'),
      environment: { TABLE: table.tableName },
    });
    two.addToRolePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', ...(prod ? [] : ['dynamodb:Scan'])],
      resources: [table.tableArn],
    }));
    const three = new lambda.Function(this, 'Three', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('a'),
      environment: { TABLE: table.tableName },
    });
    const statements = [
      new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [table.tableArn] }),
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }),
    ];
    statements.forEach((s) => three.addToRolePolicy(s));
  }
}
