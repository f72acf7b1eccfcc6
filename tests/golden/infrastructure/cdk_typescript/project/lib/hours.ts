import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import * as path from 'path';

export class Hours extends Construct {
  constructor(scope: Construct, id: string, props: { loans: ITable }) {
    super(scope, id);

    const key = new Secret(this, 'Key');
    const fn = new Function(this, 'Open', {
      runtime: Runtime.PYTHON_3_13,
      handler: 'hours.open',
      code: Code.fromAsset(path.join(__dirname, '..', 'src', 'hours')),
      environment: { LOANS: props.loans.tableName, KEY: key.secretArn },
    });
    props.loans.grantFullAccess(fn);
    key.grantRead(fn);
    key.grantWrite(fn);
  }
}
