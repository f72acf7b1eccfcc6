import type { AWS } from '@serverless/typescript';
import hello from '@functions/hello';
import * as others from './src/functions/others';
import { table } from './src/resources/table';

const stage = '${opt:stage, "dev"}';

const serverlessConfiguration: AWS = {
  service: 'orders',
  frameworkVersion: '3',
  plugins: ['serverless-esbuild'],
  provider: {
    name: 'aws',
    runtime: 'nodejs20.x',
    environment: {
      NODE_OPTIONS: '--enable-source-maps',
      TABLE: { Ref: 'Orders' },
      BUCKET: `orders-${stage}`,
      OTHER: process.env.OTHER,
    },
    iam: {
      role: {
        statements: [
          { Effect: 'Allow', Action: ['dynamodb:*'], Resource: [{ 'Fn::GetAtt': ['Orders', 'Arn'] }] },
          { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::orders-${stage}/*` },
        ],
      },
    },
  },
  functions: { hello, ...others },
  package: { individually: true },
  resources: { Resources: { ...table } },
};

module.exports = serverlessConfiguration;
