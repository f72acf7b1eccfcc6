import { App } from 'aws-cdk-lib';
import { Orders } from '../lib/orders';

new Orders(new App(), 'Orders');
