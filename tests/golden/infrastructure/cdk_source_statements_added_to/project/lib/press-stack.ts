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

    // What is added afterwards, before and after it is handed over.
    const added = this.made('Added', table);
    const later = new iam.PolicyStatement();
    later.addActions('dynamodb:GetItem', 'dynamodb:PutItem');
    added.addToRolePolicy(later);
    later.addResources(table.tableArn);

    // More than the constructor says.
    const more = this.made('More', table);
    const two = new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [table.tableArn] });
    two.addActions('dynamodb:Query');
    more.addToRolePolicy(two);

    // All resources, and a condition.
    const all = this.made('All', table);
    const anywhere = new iam.PolicyStatement();
    anywhere.effect = iam.Effect.ALLOW;
    anywhere.addAllResources();
    anywhere.addActions('dynamodb:GetItem');
    anywhere.addCondition('StringEquals', { 'aws:RequestedRegion': this.region });
    all.addToRolePolicy(anywhere);

    // Denied.
    const denied = this.made('Denied', table);
    const never = new iam.PolicyStatement();
    never.effect = iam.Effect.DENY;
    never.addActions('dynamodb:DeleteItem');
    never.addResources(table.tableArn);
    denied.addToRolePolicy(never);
    table.grantReadData(denied);

    // By a list, in a loop over one, and by what is put into a statement.
    const spread = this.made('Spread', table);
    const reads = ['dynamodb:GetItem', 'dynamodb:Scan'];
    const listed = new iam.PolicyStatement();
    listed.addActions(...reads);
    for (const one of [table]) {
      listed.addResources(one.tableArn);
    }
    spread.addToRolePolicy(listed);
    const base = { resources: [table.tableArn] };
    spread.addToRolePolicy(new iam.PolicyStatement({ ...base, actions: ['dynamodb:PutItem'] }));

    // Sometimes more: not known.
    const open = this.made('Open', table);
    const perhaps = new iam.PolicyStatement({ actions: ['dynamodb:Query'], resources: [table.tableArn] });
    if (props?.terminationProtection) {
      perhaps.addActions('dynamodb:GetItem');
    }
    open.addToRolePolicy(perhaps);

    // As JSON, by a document, and by a grant of no construct.
    const json = this.made('Json', table);
    json.addToRolePolicy(iam.PolicyStatement.fromJson({
      Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: table.tableArn,
    }));
    const document = new iam.PolicyDocument();
    document.addStatements(new iam.PolicyStatement({ actions: ['dynamodb:Scan'], resources: [table.tableArn] }));
    json.role!.attachInlinePolicy(new iam.Policy(this, 'Scanning', { document }));
    const granted = this.made('Granted', table);
    iam.Grant.addToPrincipal({
      grantee: granted,
      actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
      resourceArns: [table.tableArn],
    });
  }

  private made(id: string, table: dynamodb.Table): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'read.handler',
      code: lambda.Code.fromAsset('functions'),
      environment: { TABLE: table.tableName },
    });
  }
}
