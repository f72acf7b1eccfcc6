import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { READS } from './settings';
import { makeCounter, Watched, Worker } from './parts';

interface PressProps extends StackProps {
  crates: ITable;
  bottles: ITable;
}

export class PressStack extends Stack {
  constructor(scope: Construct, id: string, props: PressProps) {
    super(scope, id, props);
    const { crates, bottles } = props;

    makeCounter(this, { id: 'Counter', crates });
    new Worker(this, 'Fill', { entry: 'src/fill.ts', table: bottles });
    new Worker(this, 'Empty', { entry: 'src/empty.ts', table: crates });
    new Watched(this, 'Watched', { entry: 'src/watch.ts', environment: { BOTTLES: bottles.tableName } }).watches(bottles);

    const label = new NodejsFunction(this, 'Label', {
      entry: 'src/label.ts',
      environment: { BOTTLES: bottles.tableName },
    });
    label.addToRolePolicy(new PolicyStatement({ actions: READS, resources: [bottles.tableArn] }));

    // What is put in later is not seen where it is made.
    const variables: Record<string, string> = { CRATES: crates.tableName };
    variables.CRATES = process.env.OTHER_CRATES!;
    const later = new NodejsFunction(this, 'Later', { entry: 'src/count.ts', environment: variables });
    const statements: PolicyStatement[] = [];
    statements.push(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] }));
    for (const one of statements) {
      later.addToRolePolicy(one);
    }
  }
}
