import * as cdk from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as config from 'aws-cdk-lib/aws-config';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Constructs');
const plain = { runtime: lambda.Runtime.NODEJS_20_X, code: lambda.Code.fromAsset('src') };

const rule = new lambda.Function(stack, 'RuleFunction', { ...plain, handler: 'rule.handler' });
new config.CustomRule(stack, 'Rule', { lambdaFunction: rule, periodic: true });

const rotation = new lambda.Function(stack, 'Rotation', { ...plain, handler: 'rotation.handler' });
const secret = new secrets.Secret(stack, 'Secret');
secret.addRotationSchedule('Schedule', { rotationLambda: rotation });

const other = new lambda.Function(stack, 'OtherRotation', { ...plain, handler: 'rotation.handler' });
const token = new secrets.Secret(stack, 'Token');
new secrets.RotationSchedule(stack, 'OtherSchedule', { secret: token, rotationLambda: other });

const job = new lambda.Function(stack, 'Job', { ...plain, handler: 'job.handler' });
const pipeline = new codepipeline.Pipeline(stack, 'Pipeline');
pipeline.addStage({
  stageName: 'Source',
  actions: [new actions.GitHubSourceAction({
    actionName: 'Source', owner: 'acme', repo: 'shop', output: new codepipeline.Artifact(),
    oauthToken: cdk.SecretValue.secretsManager('github'),
  })],
});
pipeline.addStage({
  stageName: 'Invoke', actions: [new actions.LambdaInvokeAction({ actionName: 'Invoke', lambda: job })],
});

const hook = new lambda.Function(stack, 'Hook', { ...plain, handler: 'hook.handler' });
const after = new lambda.Function(stack, 'After', { ...plain, handler: 'hook.handler' });
const deployed = new lambda.Function(stack, 'Deployed', { ...plain, handler: 'job.nothing' });
const group = new codedeploy.LambdaDeploymentGroup(stack, 'Group', {
  alias: deployed.addAlias('live'), preHook: hook,
});
group.addPostHook(after);
