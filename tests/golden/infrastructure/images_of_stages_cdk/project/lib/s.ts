import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as path from 'path';
export class S extends cdk.Stack {
  constructor(scope: any, id: string) {
    super(scope, id);
    const repo = ecr.Repository.fromRepositoryName(this, 'R', 'web');
    new lambda.DockerImageFunction(this, 'Plain', { code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, '../web')) });
    new lambda.DockerImageFunction(this, 'Cmd', { code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, '../web'), { cmd: ['other.handler'] }) });
    new lambda.DockerImageFunction(this, 'File', { code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, '../web'), { file: 'Dockerfile.other' }) });
    new lambda.DockerImageFunction(this, 'Target', { code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, '../web'), { target: 'two' }) });
    new lambda.DockerImageFunction(this, 'Ecr', { code: lambda.DockerImageCode.fromEcr(repo, { tagOrDigest: 'x' }) });
  }
}
