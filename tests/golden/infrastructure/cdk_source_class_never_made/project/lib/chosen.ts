import { Construct } from 'constructs';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
export default class Chosen extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Function(this, 'Fn', { runtime: Runtime.PYTHON_3_12, handler: 'index.handler', code: Code.fromAsset('./fn') });
  }
}
