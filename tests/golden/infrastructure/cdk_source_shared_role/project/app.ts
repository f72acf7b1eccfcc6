import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Table, AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

interface ReaderProps {
  role: iam.IRole;
  table: Table;
}

class Reader extends Construct {
  constructor(scope: Construct, id: string, props: ReaderProps) {
    super(scope, id);
    new lambda.Function(this, `${id}Fn`, {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'yard.read',
      code: lambda.Code.fromAsset('functions'),
      role: props.role,
      environment: { BOATS: props.table.tableName },
    });
  }
}

class Yard extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Boats', { partitionKey: { name: 'id', type: AttributeType.STRING } });

    // What a construct that is not read does with its role can't be told.
    const raw = this.roleOf('Raw', table);
    new Reader(this, 'First', { role: raw, table });
    new lambda.CfnFunction(this, 'RawFunction', {
      role: raw.roleArn,
      code: { s3Bucket: 'elsewhere', s3Key: 'code.zip' },
      runtime: 'python3.13',
      handler: 'other.handler',
    });

    // Nor can that what somebody else does with it.
    const told = this.roleOf('Told', table);
    new Reader(this, 'Second', { role: told, table });
    new CfnOutput(this, 'ToldRole', { value: told.roleArn });

    // Two functions that are read are all that use this one.
    const both = this.roleOf('Both', table);
    new Reader(this, 'Third', { role: both, table });
    new Reader(this, 'Fourth', { role: both, table });
  }

  private roleOf(id: string, table: Table): iam.Role {
    const role = new iam.Role(this, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
    });
    table.grantReadWriteData(role);
    return role;
  }
}

new Yard(new App(), 'Yard');
