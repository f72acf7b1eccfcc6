import { save } from "./store";

export const handler = async (event: { body: string }): Promise<void> => {
  await save("node-second", event.body);
};
