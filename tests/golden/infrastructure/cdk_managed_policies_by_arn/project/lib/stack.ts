import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

const FULL = 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess';

export class UploadStack extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const props = {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'put.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { TABLE: orders.tableName },
    };
    const byObject = new lambda.Function(this, 'ByObject', props);
    byObject.role?.addManagedPolicy({
      managedPolicyArn: 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess',
    });
    const byArn = new lambda.Function(this, 'ByArn', props);
    byArn.role!.addManagedPolicy(
      iam.ManagedPolicy.fromManagedPolicyArn(this, 'Full', 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess'),
    );
    const byName = new lambda.Function(this, 'ByName', props);
    byName.role!.addManagedPolicy({ managedPolicyArn: FULL });
  }
}
