import { Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';

export class MillStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const a = new dynamodb.Table(this, 'A', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
    const b = new dynamodb.Table(this, 'B', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
    const fn = new NodejsFunction(this, 'Fn', { entry: 'functions/wheat.ts', environment: { TABLE: a.tableName } });
    for (const table of [a, b]) {
      table.grantReadWriteData(fn);
    }
    [a, b].forEach((table) => fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:DescribeTable'], resources: [table.tableArn] })));
    for (const action of ['sns:Publish', 'dynamodb:PutItem']) {
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: [action], resources: ['*'] }));
    }
    for (const one of [b]) {
      one.grantFullAccess(fn);
    }
  }
}
