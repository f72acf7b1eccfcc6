import { App } from 'aws-cdk-lib';
import { JobStack } from '../lib/stack';
const app = new App();
new JobStack(app, 'Job');
