import * as cdk from 'aws-cdk-lib';
import { UploadStack } from './lib/stack';

const app = new cdk.App();
new UploadStack(app, 'UploadStack');
