import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';

/** What other stacks are given. */
export class HarbourStack extends Stack {
  public readonly bookings: dynamodb.Table;
  public readonly papers: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bookings = new dynamodb.Table(this, 'Bookings', {
      partitionKey: { name: 'ship', type: dynamodb.AttributeType.STRING },
    });
    this.papers = new Bucket(this, 'Papers', { encryption: BucketEncryption.KMS });

    const tides = new Function(this, 'Tides', {
      code: Code.fromAsset('src'),
      handler: 'tides.handler',
      runtime: Runtime.PYTHON_3_12,
      tracing: Tracing.ACTIVE,
    });
    tides.addEnvironment('PAPERS', this.papers.bucketName);
    this.papers.grantReadWrite(tides);
  }
}
