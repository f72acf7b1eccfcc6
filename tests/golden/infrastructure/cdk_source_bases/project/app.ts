import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';

// A role in a field called so is handed about, to what subclasses have and to what a class shares.
abstract class Base extends Construct {
  protected readonly role: iam.Role;
  public readonly fn: lambda.Function;
  constructor(scope: Construct, id: string, table: dynamodb.ITable) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
    });
    this.fn = new lambda.Function(this, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: `yard.${this.handler()}`,
      code: lambda.Code.fromAsset('functions'),
      role: this.role,
      environment: { BOATS: table.tableName },
    });
    this.permit(table);
  }
  protected abstract handler(): string;
  protected abstract permit(table: dynamodb.ITable): void;
}
class Read extends Base {
  protected handler() { return 'read'; }
  protected permit(table: dynamodb.ITable) { table.grantReadWriteData(this.role); }
}
class Write extends Base {
  protected handler() { return 'write'; }
  protected permit(table: dynamodb.ITable) { Helpers.allow(table, this.role); }
}
class Helpers {
  static allow(table: dynamodb.ITable, to: iam.IGrantable) { table.grantReadWriteData(to); }
}
class Yard extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new dynamodb.Table(this, 'Boats', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    new Read(this, 'Read', table);
    new Write(this, 'Write', table);

    // Resources as CloudFormation has them.
    const raw = new dynamodb.CfnTable(this, 'RawTable', { keySchema: [], tableName: 'raw' });
    const bucket = new s3.Bucket(this, 'Files');
    const third = new lambda.Function(this, 'Third', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'yard.third',
      code: lambda.Code.fromAsset('functions'),
      environment: { BOATS: raw.ref, FILES: bucket.bucketName },
    });
    third.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [raw.attrArn] }));
    bucket.grantReadWrite(third, 'a/*');
  }
}
new Yard(new App(), 'Yard');
