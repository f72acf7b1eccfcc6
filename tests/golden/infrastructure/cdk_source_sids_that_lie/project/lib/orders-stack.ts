import { Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const read = new sns.Topic(this, 'Read');
    const reader = new lambda.Function(this, 'Reader', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { ORDERS: orders.tableName, READ: read.topicArn },
    });
    reader.addToRolePolicy(
      new iam.PolicyStatement({
        sid: 'WriteOrders',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [orders.tableArn],
      })
    );
    reader.addToRolePolicy(
      new iam.PolicyStatement({ sid: 'Topics', actions: ['sns:Publish', 'sns:Subscribe'], resources: [read.topicArn] })
    );
  }
}
