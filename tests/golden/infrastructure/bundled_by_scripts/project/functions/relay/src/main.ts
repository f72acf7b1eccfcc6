import { toBus } from './bus';

export async function forward(event: { queue: string }): Promise<void> {
  await toBus(event.queue);
}
