import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

interface HandlersProps {
  notes: dynamodb.Table;
}

export class Handlers extends Construct {
  constructor(scope: Construct, id: string, props: HandlersProps) {
    super(scope, id);
    const save = new lambda.Function(this, 'Save', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'save.handler',
      code: lambda.Code.fromAsset('handlers'),
      environment: { NOTES: props.notes.tableName },
    });
    const show = new lambda.Function(this, 'Show', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'show.handler',
      code: lambda.Code.fromAsset('handlers'),
      environment: { NOTES: props.notes.tableName },
    });
    props.notes.grantReadData(show);
  }
}
