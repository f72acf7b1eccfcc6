import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Things', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const common = ['dynamodb:GetItem', 'dynamodb:Query'];
    const one = new lambda.Function(this, 'One', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    one.addToRolePolicy(new iam.PolicyStatement({
      actions: [...common, 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    }));
    const two = new lambda.Function(this, 'Two', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('two'),
      environment: { TABLE: table.tableName },
    });
    two.addToRolePolicy(new iam.PolicyStatement({
      actions: [...common],
      resources: [table.tableArn],
    }));
    const three = new lambda.Function(this, 'Three', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    const actions: string[] = ['dynamodb:GetItem'];
    for (const verb of ['Put', 'Delete', 'Update']) {
      actions.push(`dynamodb:${verb}Item`);
    }
    three.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [table.tableArn] }));
    const four = new lambda.Function(this, 'Four', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    four.addToRolePolicy(new iam.PolicyStatement({ actions: this.allow('Put', 'Delete').concat(common), resources: [table.tableArn] }));
    const prod = new lambda.Function(this, 'Prod', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    const test = new lambda.Function(this, 'Test', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    const load = new lambda.Function(this, 'Load', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    this.kept(table, prod, test, load);
    const five = new lambda.Function(this, 'Five', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('one'),
      environment: { TABLE: table.tableName },
    });
    ['dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:GetItem'].forEach((action) => {
      five.addToRolePolicy(new iam.PolicyStatement({ actions: [action], resources: [table.tableArn] }));
    });
  }

  /** Lists that are kept for one statement alone, and one that a loop hands to two functions. */
  kept(table: dynamodb.Table, prod: lambda.Function, test: lambda.Function, load: lambda.Function) {
    const needed = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem'];
    prod.addToRolePolicy(new iam.PolicyStatement({ actions: needed, resources: [table.tableArn] }));
    const unneeded = ['sqs:SendMessage', 'sqs:ReceiveMessage'];
    prod.addToRolePolicy(new iam.PolicyStatement({ actions: unneeded, resources: ['*'] }));
    for (const fn of [load, test]) {
      fn.addToRolePolicy(new iam.PolicyStatement({
        actions: ['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:PutItem'], resources: [table.tableArn],
      }));
    }
  }

  private allow(...verbs: string[]): string[] {
    return verbs.map((v) => `dynamodb:${v}Item`);
  }
}
