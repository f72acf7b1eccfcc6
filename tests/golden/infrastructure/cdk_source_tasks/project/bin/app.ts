import { App, Stack } from 'aws-cdk-lib';
import { Table, AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
const stack = new Stack(new App(), 'S');
const table = new Table(stack, 'T', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const task = new FargateTaskDefinition(stack, 'Task');
task.addContainer('c', { image: ContainerImage.fromAsset('./app'), environment: { TABLE: table.tableName } });
table.grantReadWriteData(task.taskRole);

import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
const fn = new Function(stack, 'Fn', { runtime: Runtime.PYTHON_3_12, handler: 'index.handler', code: Code.fromAsset('./fn') });
