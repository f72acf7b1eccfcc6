import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AttributeType, ITable, Table as DynamoTable } from 'aws-cdk-lib/aws-dynamodb';

/** What others are given: fields of a construct, and of one inside of it. */
export class Cellar extends Construct {
  public readonly bottles: ITable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bottles = this.tableOf('Bottles');
  }

  private tableOf(id: string): DynamoTable {
    return new DynamoTable(this, id, { partitionKey: { name: 'id', type: AttributeType.STRING } });
  }
}

export class StoreStack extends Stack {
  public readonly crates: DynamoTable;
  public readonly cellar: Cellar;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.crates = new DynamoTable(this, 'Crates', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    this.cellar = new Cellar(this, 'Cellar');
  }
}
