import { Construct } from 'constructs';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { NodejsFunction, NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { SOURCES } from './settings';

interface Props {
  id: string;
  crates: ITable;
}

/** Makes one function, where it is called. */
export const makeCounter = (scope: Construct, { id, crates }: Props) => {
  const counter = new NodejsFunction(scope, id, {
    entry: `${SOURCES}/count.ts`,
    environment: { CRATES: crates.tableName },
  });
  crates.grantReadWriteData(counter);
  return counter;
};

interface WorkerProps extends NodejsFunctionProps {
  table?: ITable;
}

/** Makes a function for each of those who make it: each with a table of its own. */
export class Worker extends Construct {
  public readonly run: NodejsFunction;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const { table, ...rest } = props;
    this.run = new NodejsFunction(this, `${id}Run`, { ...rest, environment: { TABLE: table?.tableName || '' } });
    table?.grantReadWriteData(this.run);
  }
}

/** Is a function itself. */
export class Watched extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodejsFunctionProps) {
    super(scope, id, { ...props, handler: 'watch' });
  }

  public watches(table: ITable): void {
    table.grantFullAccess(this);
  }
}
