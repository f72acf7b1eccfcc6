import * as cdk from 'aws-cdk-lib';
import { Shelves } from './lib/shelves';
const app = new cdk.App();
new Shelves(app, 'Shelves', { stage: app.node.tryGetContext('stage') || 'dev', more: app.node.tryGetContext('more') });
