import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
const app = new cdk.App();
const prod = app.node.tryGetContext('prod') === 'yes';
const R = { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.handler', code: lambda.Code.fromAsset('src') };
const SHELF = ['arn:aws:s3:::shelf/*'];
class One extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const early = new lambda.Function(this, 'Early', { ...R });
    early.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'] }));
    this.give(early);
    const and = new lambda.Function(this, 'And', { ...R });
    and.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'] }));
    if (prod) and.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: SHELF }));
    const eff = new lambda.Function(this, 'Eff', { ...R });
    eff.addToRolePolicy(new iam.PolicyStatement({ effect: prod ? iam.Effect.DENY : iam.Effect.ALLOW, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shelf/secret*'] }));
    eff.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'] }));
    const st = new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: SHELF });
    if (prod) st.addActions('s3:GetObject');
    const mut = new lambda.Function(this, 'Mut', { ...R });
    mut.addToRolePolicy(st);
    mut.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:DeleteObject'], resources: ['*'] }));
    const late = new lambda.Function(this, 'Late', { ...R });
    late.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'] }));
    if (!prod) { return; }
    late.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: SHELF }));
    const after = new lambda.Function(this, 'After', { ...R });
    after.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: SHELF }));
    after.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  }
  private give(fn: lambda.Function) {
    if (!prod) return;
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: SHELF }));
  }
}
new One(app, 'One');
