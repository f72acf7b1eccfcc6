import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export class Orders extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const orders = new dynamodb.Table(this, 'Table', { partitionKey });
    const archive = new dynamodb.Table(this, 'Archive', { partitionKey });
    const code = lambda.Code.fromAsset('fn');
    const runtime = lambda.Runtime.PYTHON_3_12;
    const environment = { TABLE: orders.tableName };

    const inPlace = new lambda.Function(this, 'InPlace', { runtime, handler: 'index.handler', code, environment });
    (inPlace.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Environment.Variables.TABLE', archive.tableName);
    orders.grantReadWriteData(inPlace);
    archive.grantReadWriteData(inPlace);

    const whole = new lambda.Function(this, 'Whole', { runtime, handler: 'index.handler', code, environment });
    const resource = whole.node.defaultChild as lambda.CfnFunction;
    resource.addOverride('Properties.Environment', { Variables: { TABLE: archive.tableName } });
    orders.grantReadWriteData(whole);
    archive.grantReadWriteData(whole);

    // The code is another one.
    const swapped = new lambda.Function(this, 'Swapped', { runtime, handler: 'index.handler', code, environment });
    (swapped.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Code.S3Key', 'built-elsewhere.zip');
    orders.grantReadWriteData(swapped);

    // Nothing of what the code needs is overridden.
    const other = new lambda.Function(this, 'Other', { runtime, handler: 'index.handler', code, environment });
    (other.node.defaultChild as lambda.CfnFunction).addOverride('DependsOn', ['Archive']);
    (archive.node.defaultChild as dynamodb.CfnTable).addPropertyOverride('BillingMode', 'PAY_PER_REQUEST');
    orders.grantReadWriteData(other);
    archive.grantReadWriteData(other);
  }
}
