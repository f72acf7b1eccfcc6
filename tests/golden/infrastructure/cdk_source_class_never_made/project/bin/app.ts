import { App, Stack } from 'aws-cdk-lib';
import Chosen from '../lib/chosen';
import { Made, Unused } from '../lib/functions';
const stack = new Stack(new App(), 'S');
new Made(stack, 'Made');
new Chosen(stack, 'Chosen');
