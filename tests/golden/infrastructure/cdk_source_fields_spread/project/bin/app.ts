import { App } from 'aws-cdk-lib';
import { ApiStack } from '../lib/api-stack';
import { QueueStack } from '../lib/queue-stack';

const app = new App();
const queues = new QueueStack(app, 'Queues');
new ApiStack(app, 'Api', { queues });
