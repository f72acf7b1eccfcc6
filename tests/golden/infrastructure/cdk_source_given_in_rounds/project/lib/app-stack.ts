import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

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
    const one = make('One', 'one');
    if (props.stage === 'prod') {
      table.grantReadWriteData(one);
    } else {
      table.grantReadData(one);
    }
    const two = make('Two', 'one');
    if (props.stage === 'prod') {
      table.grantReadData(two);
    }
    const three = make('Three', 'one');
    const four = make('Four', 'four');
    for (const fn of [three, four]) {
      table.grantReadWriteData(fn);
    }
    const five = make('Five', 'one');
    const six = make('Six', 'one');
    [five, six].forEach((fn) => table.grantFullAccess(fn));
    const seven = make('Seven', 'four');
    props.stage === 'prod' ? table.grantReadData(seven) : table.grantWriteData(seven);
  }
}
