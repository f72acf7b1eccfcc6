import { App } from 'aws-cdk-lib';
import { ItemsStack } from '../lib/items-stack';

new ItemsStack(new App(), 'Items');
