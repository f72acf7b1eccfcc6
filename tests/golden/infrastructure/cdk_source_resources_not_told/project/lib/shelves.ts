import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as path from 'path';

export interface ShelvesProps extends cdk.StackProps { stage: string; more: string[] }

export class Shelves extends cdk.Stack {
  constructor(scope: any, id: string, props: ShelvesProps) {
    super(scope, id, props);
    const { stage, more } = props;
    const shelf = new s3.Bucket(this, 'Shelf');
    const index = new dynamodb.Table(this, 'Index', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const environment = { SHELF: shelf.bucketName, INDEX: index.tableName };
    const code = lambda.Code.fromAsset(path.join(__dirname, '../fn'));
    const runtime = lambda.Runtime.NODEJS_20_X;
    const parameters = `arn:aws:ssm:${this.region}:${this.account}:parameter/shelves/${stage}/*`;

    const other = new lambda.Function(this, 'Other', { runtime, code, environment, handler: 'both.handler' });
    other.addToRolePolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameters] }));

    const same = new lambda.Function(this, 'Same', { runtime, code, environment, handler: 'both.handler' });
    same.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:Delete*'], resources: more }));

    const any = new lambda.Function(this, 'Any', { runtime, code, environment, handler: 'both.handler' });
    any.addToRolePolicy(new iam.PolicyStatement({ actions: more, resources: ['*'] }));

    const denied = new lambda.Function(this, 'Denied', { runtime, code, environment, handler: 'both.handler' });
    denied.addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: more }));

    const later = new lambda.Function(this, 'Later', { runtime, code, environment, handler: 'both.handler' });
    const put = new iam.PolicyStatement({ resources: more });
    put.addActions('dynamodb:PutItem');
    later.addToRolePolicy(put);

    const objects = new lambda.Function(this, 'Objects', { runtime, code, environment, handler: 'both.handler' });
    shelf.grantDelete(objects, stage);

    const rounds = new lambda.Function(this, 'Rounds', { runtime, code, environment, handler: 'both.handler' });
    for (const name of more) {
      rounds.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:DeleteObject'], resources: [`arn:aws:s3:::${name}/*`] }));
    }

    const grant = new lambda.Function(this, 'Grant', { runtime, code, environment, handler: 'both.handler' });
    iam.Grant.addToPrincipal({ grantee: grant, actions: ['s3:DeleteObject'], resourceArns: more });
  }
}
