import { App } from 'aws-cdk-lib';
import { StoreStack } from '../lib/store-stack';
import { PressStack } from '../lib/press-stack';

const app = new App();
const store = new StoreStack(app, 'Store');
new PressStack(app, 'Press', { crates: store.crates, bottles: store.cellar.bottles });
