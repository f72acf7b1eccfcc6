import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

const secrets = new SecretsManagerClient({});
const parameters = new SSMClient({});

export const sender = async () => {
  const name = await parameters.send(new GetParameterCommand({ Name: "/notices/sender" }));
  const key = await secrets.send(new GetSecretValueCommand({ SecretId: "notices/key" }));
  return `${name.Parameter?.Value}/${key.SecretString}`;
};
