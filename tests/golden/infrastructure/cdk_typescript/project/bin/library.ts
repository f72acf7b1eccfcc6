import * as cdk from 'aws-cdk-lib';
import { LibraryStack } from '../lib/library-stack';

const app = new cdk.App();
new LibraryStack(app, 'Library');
