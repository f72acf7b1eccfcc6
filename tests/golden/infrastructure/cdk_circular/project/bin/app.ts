import { App } from 'aws-cdk-lib';
import { RelayStack } from '../lib/relay-stack';

new RelayStack(new App(), 'Relay');
