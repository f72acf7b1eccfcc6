import { send } from "./sending";
import { sender } from "../shared/sender";

export const handler = async (event: { text: string }) => {
  return send(await sender(), event.text);
};
