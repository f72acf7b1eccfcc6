import * as path from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Lighthouse } from '@harbour/lighthouse';

interface DeskProps {
  bookings: ITable;
  papers: IBucket;
  season: string;
}

const common = { timeout: Duration.seconds(20) };

export class DeskStack extends Stack {
  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id);
    const calls = new sqs.Queue(this, 'Calls', { queueName: 'calls' });
    const environment = { BOOKINGS: props.bookings.tableName };

    const book = new NodejsFunction(this, 'Book', {
      ...common,
      entry: path.join(__dirname, '../src/book.ts'),
      environment: { ...environment, CALLS: calls.queueUrl },
    });
    props.bookings.grantReadWriteData(book);

    // Beside this file, as its name says.
    const list = new NodejsFunction(this, 'list', { environment });
    props.bookings.grantFullAccess(list);

    const ring = new NodejsFunction(this, 'Ring', { entry: 'src/ring.ts', handler: 'ring' });
    ring.addEventSource(new SqsEventSource(calls));
    ring.addToRolePolicy(new iam.PolicyStatement({
      actions: ['sns:Publish', 'sns:ListTopics'],
      resources: ['*'],
    }));

    // What somebody else's construct gives it is not known.
    const lamp = new NodejsFunction(this, 'Lamp', { entry: 'src/lamp.ts', environment });
    new Lighthouse(this, 'Lighthouse', { keeper: lamp });

    // In which season which table: only a run tells.
    const season = new NodejsFunction(this, 'Season', {
      entry: 'src/season.ts',
      environment: { TABLE: tableOf(props.season) },
    });
    props.bookings.grantReadData(season);

    for (const side of ['port', 'starboard']) {
      new NodejsFunction(this, side, { entry: 'src/lamp.ts' });
    }
  }
}

function tableOf(season: string): string {
  return `table-of-${season}`;
}
