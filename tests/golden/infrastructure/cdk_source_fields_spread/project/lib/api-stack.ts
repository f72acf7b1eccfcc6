import { Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

interface HandlersProps {
  jobs: IQueue;
  updates: IQueue;
  runtime: Runtime;
}

class Handlers extends Construct {
  constructor(scope: Construct, id: string, { jobs, updates, runtime }: HandlersProps) {
    super(scope, id);
    const code = Code.fromAsset('fn');
    const starter = new Function(this, 'Starter', {
      runtime, code, handler: 'start.handler', environment: { JOBS: jobs.queueUrl },
    });
    const worker = new Function(this, 'Worker', { runtime, code, handler: 'work.handler' });
    jobs.grantSendMessages(starter);
    updates.grantSendMessages(starter);
    const source = new SqsEventSource(updates);
    worker.addEventSource(source);
  }
}

interface ApiProps {
  queues: { jobs: IQueue; updates: IQueue };
}

export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { queues }: ApiProps) {
    super(scope, id);
    new Handlers(this, 'Handlers', { runtime: Runtime.PYTHON_3_12, ...queues });
  }
}
