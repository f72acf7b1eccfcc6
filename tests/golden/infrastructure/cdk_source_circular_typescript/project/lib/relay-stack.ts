import { Stack } from 'aws-cdk-lib';
import { UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Table, AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export class RelayStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const code = Code.fromAsset('src');

    // Both the step and who starts the machine run under this role.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({
      actions: ['states:StartExecution'],
      resources: [`arn:aws:states:${this.region}:${this.account}:stateMachine:Machine*`],
    }));
    role.addToPolicy(new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: ['*'],
    }));
    const step = new Function(this, 'Step', {
      runtime: Runtime.PYTHON_3_12, handler: 'step.handler', code, role,
    });
    const machine = new StateMachine(this, 'Machine', {
      definition: new LambdaInvoke(this, 'First', { lambdaFunction: step }),
    });
    new Function(this, 'Start', {
      runtime: Runtime.PYTHON_3_12, handler: 'start.handler', code, role,
      environment: { MACHINE: machine.stateMachineArn },
    });

    // A trigger of the pool: the pool is made after it, whatever stands first.
    const pool = new UserPool(this, 'Pool');
    const keeper = new Role(this, 'Keeper', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    keeper.addToPolicy(new PolicyStatement({
      actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminDeleteUser'],
      resources: ['*'],
    }));
    const trigger = new Function(this, 'Trigger', {
      runtime: Runtime.PYTHON_3_12, handler: 'step.handler', code, role: keeper,
    });
    pool.addTrigger(UserPoolOperation.POST_CONFIRMATION, trigger);
    new Function(this, 'Asker', {
      runtime: Runtime.PYTHON_3_12, handler: 'asker.handler', code, role: keeper,
      environment: { POOL: pool.userPoolId },
    });

    // A table names no function, wherever it is made.
    const writer = new Function(this, 'Writer', {
      runtime: Runtime.PYTHON_3_12, handler: 'writer.handler', code,
    });
    const table = new Table(this, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    writer.addEnvironment('TABLE', table.tableName);
    table.grantReadWriteData(writer);
  }
}
