import { save } from "@shop/store";
import { send } from "@lib/queue";
import { log } from "../../../tools/log";

export async function handler(event: any) {
  await save("k");
  await send("m");
  await log("t");
}
