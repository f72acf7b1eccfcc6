import * as iam from 'aws-cdk-lib/aws-iam';
export function principalFor(name: string): iam.IPrincipal { return lookup[name]; }
