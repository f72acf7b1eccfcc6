import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class UploadStack extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const images = new s3.Bucket(this, 'Images', { encryption: s3.BucketEncryption.KMS });
    const docs = new s3.Bucket(this, 'Docs', { encryption: s3.BucketEncryption.KMS });
    this.addUploads(images);
    this.addReports(docs);
    this.addShares(images);
    const trail = new s3.Bucket(this, 'Trail', {
      bucketName: 'acme-trail', encryption: s3.BucketEncryption.KMS,
    });
    this.addAudit(trail, true);
  }

  addUploads(bucket: s3.Bucket): void {
    const upload = new lambda.Function(this, 'Upload', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'upload.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    bucket.grantReadWrite(upload);
  }

  addReports(bucket: s3.Bucket): void {
    const report = new lambda.Function(this, 'Report', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'report.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    bucket.grantReadWrite(report);
  }

  addAudit(bucket: s3.Bucket, writes: boolean): void {
    const audit = new lambda.Function(this, 'Audit', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'report.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    if (writes) {
      bucket.grantReadWrite(audit);
    }
  }

  addShares(bucket: s3.Bucket): void {
    const share = new lambda.Function(this, 'Share', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'share.handler',
      code: lambda.Code.fromAsset('src'),
      environment: { BUCKET: bucket.bucketName },
    });
    bucket.grantReadWrite(share);
  }
}
