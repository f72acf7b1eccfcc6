import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import * as path from 'path';
import { Hours } from './hours';

export class LibraryStack extends Stack {
  private readonly loans: Table;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.loans = new Table(this, 'Loans', { partitionKey: { name: 'book', type: AttributeType.STRING } });
    const readers = new Table(this, 'Readers', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const shelves = new Bucket(this, 'Shelves', { encryption: BucketEncryption.KMS });
    const reminders = new Queue(this, 'Reminders', { visibilityTimeout: Duration.minutes(2) });

    const make = (name: string) => ({
      entry: path.join(__dirname, '..', 'src', `${name}.ts`),
      runtime: Runtime.NODEJS_22_X,
      depsLockFilePath: path.join(__dirname, '..', 'package-lock.json'),
      bundling: { externalModules: ['@aws-sdk/*'] },
    });

    // Lends a book, and has its reader reminded.
    const lend = new NodejsFunction(this, 'Lend', {
      ...make('lend'),
      environment: {
        LOANS: this.loans.tableName, READERS: readers.tableName, REMINDERS: reminders.queueUrl,
      },
    });
    readers.grantReadWriteData(lend);
    this.loans.grantReadWriteData(lend); // who has what

    const search = new NodejsFunction(this, 'Search', {
      ...make('search'),
      environment: { SHELVES: shelves.bucketName },
    });
    shelves.grantReadWrite(search);

    const remind = new NodejsFunction(this, 'Remind', make('remind'));
    remind.addEventSource(new SqsEventSource(reminders));
    remind.addToRolePolicy(new iam.PolicyStatement({
      actions: ['ses:SendEmail', 'ses:SendRawEmail', 'ses:ListIdentities'],
      resources: ['*'],
    }));
    remind.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['dynamodb:*'], resources: [this.loans.tableArn] }),
    );

    new NodejsFunction(this, 'Audit', {
      ...make('audit'),
      environment: { LOANS: this.loans.tableName },
    });

    const clean = new NodejsFunction(this, 'Clean', {
      ...make('clean'),
      environment: { LOANS: this.loans.tableName, SHELVES: shelves.bucketName },
    });
    clean.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess'));
    this.loans.grant(clean, 'dynamodb:DeleteItem', 'dynamodb:Scan', 'dynamodb:DeleteTable');

    new Hours(this, 'Hours', { loans: this.loans });
  }
}
