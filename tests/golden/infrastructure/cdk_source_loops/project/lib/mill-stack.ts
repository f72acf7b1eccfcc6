import { Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';

const GRINDERS = ['wheat', 'rye'] as const;
const SPARE = [...GRINDERS, 'oats'];

export class MillStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Flour', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    });

    for (const grain of GRINDERS) {
      const grinder = new NodejsFunction(this, `Grind-${grain}`, {
        entry: `functions/${grain}.ts`,
        environment: { TABLE: table.tableName },
      });
      table.grantReadWriteData(grinder);
    }

    const jobs = { sweep: 'functions/sweep.ts', count: 'functions/count.ts' };
    Object.entries(jobs).forEach(([name, entry], number) => {
      const job = new NodejsFunction(this, `Job${number}${name}`, { entry, environment: { TABLE: table.tableName } });
      table.grantReadData(job);
    });

    const spares = SPARE.map((grain) => new lambda.Function(this, `Spare-${grain}`, {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => fetch("https://example.com");'),
    }));
    spares.forEach((spare) => table.grantWriteData(spare));

    for (const grain of SPARE) {
      if (grain === 'oats') continue;
      new NodejsFunction(this, `Sieve-${grain}`, { entry: `functions/${grain}.ts` });
    }
    for (const grain of this.node.tryGetContext('grains')) {
      new NodejsFunction(this, `Store-${grain}`, { entry: 'functions/sweep.ts' });
    }
  }
}
