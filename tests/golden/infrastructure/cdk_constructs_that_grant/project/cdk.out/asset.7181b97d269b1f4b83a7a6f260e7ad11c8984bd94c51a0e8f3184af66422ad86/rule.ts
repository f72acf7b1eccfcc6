import { ConfigServiceClient, PutEvaluationsCommand } from '@aws-sdk/client-config-service';

const client = new ConfigServiceClient({});

export async function handler(event: { resultToken: string }) {
  await client.send(new PutEvaluationsCommand({ ResultToken: event.resultToken, Evaluations: [] }));
}
