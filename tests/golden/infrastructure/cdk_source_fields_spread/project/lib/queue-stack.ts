import { Stack } from 'aws-cdk-lib';
import { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

class Queues extends Construct {
  readonly jobs: IQueue;
  readonly updates: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.jobs = new Queue(this, 'Jobs');
    this.updates = new Queue(this, 'Updates');
  }
}

export class QueueStack extends Stack {
  readonly jobs: IQueue;
  readonly updates: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { jobs, updates } = new Queues(this, 'All');
    this.jobs = jobs;
    this.updates = updates;
  }
}
