import * as cdk from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';

class Users extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const code = lambda.Code.fromAsset('fn');
    const runtime = lambda.Runtime.PYTHON_3_12;

    // A client of a pool names no function.
    const pool = new cognito.UserPool(this, 'Pool');
    pool.addClient('web', { authFlows: { userPassword: true } });
    const users = new lambda.Function(this, 'Users', {
      runtime, code, handler: 'index.users', environment: { POOL: pool.userPoolId },
    });

    // A trigger does.
    const other = new cognito.UserPool(this, 'Other');
    const triggered = new lambda.Function(this, 'Triggered', {
      runtime, code, handler: 'index.users', environment: { POOL: other.userPoolId },
    });
    other.addClient('web');
    other.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, triggered);

    // Made after the function, by a name that begins with a slash.
    new lambda.Function(this, 'Settings', {
      runtime, code, handler: 'index.settings', environment: { SETTINGS: '/app/settings' },
    });
    new ssm.StringParameter(this, 'Parameter', { parameterName: '/app/settings', stringValue: 'x' });
  }
}

new Users(new cdk.App(), 'Users');
