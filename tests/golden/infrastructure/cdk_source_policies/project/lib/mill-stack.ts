import { Stack, StackProps } from 'aws-cdk-lib';
import dynamodb = require('aws-cdk-lib/aws-dynamodb');
import iam = require('aws-cdk-lib/aws-iam');
import lambda = require('aws-cdk-lib/aws-lambda');
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export class MillStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Flour', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    });
    const read = new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Scan'], resources: [table.tableArn] });
    const reading = new iam.Policy(this, 'Reading');
    reading.addStatements(read);

    const grind = this.made('Grind', 'grind.handler', table);
    grind.role!.attachInlinePolicy(reading);

    const sweep = this.made('Sweep', 'sweep.handler', table);
    reading.attachToRole(sweep.role!);
    new iam.Policy(this, 'Sweeping', {
      roles: [sweep.role!],
      statements: [new iam.PolicyStatement({ actions: ['dynamodb:DeleteItem'], resources: [table.tableArn] })],
    });

    const open = this.made('Open', 'grind.handler', table);
    open.role!.attachInlinePolicy(iam.Policy.fromPolicyName(this, 'Other', 'other'));

    const role = new iam.CfnRole(this, 'RawRole', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      policies: [{
        policyName: 'table',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:Query'], Resource: table.tableArn }],
        },
      }],
    });
    new lambda.CfnFunction(this, 'RawInline', {
      role: role.attrArn,
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      code: {
        zipFile: "const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');\nexports.handler = async () => new DynamoDBClient({}).send(new PutItemCommand({ TableName: process.env.TABLE, Item: {} }));\n",
      },
      environment: { variables: { TABLE: table.tableName } },
    });
    const logs = new LogGroup(this, 'Logs', { logGroupName: '/mill/grind' });
    const logging = new iam.Role(this, 'Logging', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logs.grantWrite(logging);
    new lambda.Function(this, 'Logged', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => fetch("https://example.com");'),
      role: logging,
      logGroup: logs,
    });
    const other = new iam.Role(this, 'OtherRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    other.addToPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    new lambda.CfnFunction(this, 'RawStored', {
      role: other.roleArn,
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      code: { s3Bucket: 'artifacts', s3Key: 'stored.zip' },
    });
  }

  private made(id: string, handler: string, table: dynamodb.Table): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler,
      code: lambda.Code.fromAsset('functions'),
      environment: { TABLE: table.tableName },
    });
  }
}
