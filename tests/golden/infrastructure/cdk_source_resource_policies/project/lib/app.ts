import * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

class Desk extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const papers = new s3.Bucket(this, "Papers");
    const calls = new sqs.Queue(this, "Calls");
    const clerk = new iam.Role(this, "Clerk", {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    });
    new lambda.Function(this, "Writer", {
      runtime: lambda.Runtime.PYTHON_3_12,
      code: lambda.Code.fromAsset("src"),
      handler: "desk.handler",
      role: clerk,
      environment: { PAPERS: papers.bucketName, CALLS: calls.queueUrl },
    });
    new s3.CfnBucketPolicy(this, "PapersPolicy", {
      bucket: papers.bucketName,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: clerk.roleArn },
            Action: "s3:GetObject",
            Resource: papers.arnForObjects("*"),
          },
        ],
      },
    });
    new sqs.CfnQueuePolicy(this, "CallsPolicy", {
      queues: [calls.queueUrl],
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: clerk.roleArn },
            Action: "sqs:SendMessage",
            Resource: calls.queueArn,
            Condition: { Bool: { "aws:SecureTransport": "true" } },
          },
        ],
      },
    });
  }
}

new Desk(new cdk.App(), "Desk");
