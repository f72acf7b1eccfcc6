import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as path from 'path';
const stack = new Stack(new App(), 'S');
const audio = new Bucket(stack, 'Audio');
const fn = new Function(stack, 'Fn', {
  runtime: Runtime.PYTHON_3_12, handler: 'index.handler',
  code: Code.fromAsset(path.join(__dirname, '../fn')),
  environment: { AUDIO: audio.bucketName },
});
audio.grantReadWrite(fn);
const secret = Secret.fromSecretNameV2(stack, 'Sec', 'a/b');
for (const f of [fn]) { secret.grantRead(f); }
