import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Table, AttributeType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
const stack = new Stack(new App(), 'S');
const key = new Key(stack, 'K');
const table = new Table(stack, 'T', { partitionKey: { name: 'id', type: AttributeType.STRING }, encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key });
const fn = new Function(stack, 'Fn', { runtime: Runtime.PYTHON_3_12, handler: 'index.handler', code: Code.fromAsset('./fn'), environment: { SECRET: 'a/b' } });
table.grantReadWriteData(fn);
