import * as cdk from '@aws-cdk/core';
import { Reports } from './reports';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Shop');
new Reports(stack, 'Reports');
