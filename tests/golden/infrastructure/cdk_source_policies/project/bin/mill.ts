import { App } from 'aws-cdk-lib';
import { MillStack } from '../lib/mill-stack';

new MillStack(new App(), 'Mill');
