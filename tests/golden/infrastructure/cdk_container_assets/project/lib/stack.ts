import { Stack, StackProps } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import * as path from 'path';

export class JobStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const topic = new sns.Topic(this, 'Done');
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 256 });
    task.addContainer('worker', {
      image: ecs.ContainerImage.fromAsset(path.join(__dirname, '..', 'worker')),
      environment: { TOPIC: topic.topicArn },
    });
    topic.grantPublish(task.taskRole);
  }
}
