import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

const client = new SecretsManagerClient({});

export async function handler(event: { SecretId: string; ClientRequestToken: string }) {
  const { SecretId, ClientRequestToken } = event;
  await client.send(new DescribeSecretCommand({ SecretId }));
  await client.send(new GetSecretValueCommand({ SecretId }));
  await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString: 'x' }));
  await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT' }));
}
