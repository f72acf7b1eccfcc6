import { App } from 'aws-cdk-lib';
import { PressStack } from '../lib/press-stack';

new PressStack(new App(), 'Press');
