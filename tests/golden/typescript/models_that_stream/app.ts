// A model of LangChain streams where it is asked to, and may where it is handed on.
import { ChatBedrockConverse } from "@langchain/aws";

const whole = new ChatBedrockConverse({ model: "amazon.nova-lite-v1:0" });
const streaming = new ChatBedrockConverse({ model: "amazon.nova-pro-v1:0", streaming: true });
const streamed = new ChatBedrockConverse({ model: "amazon.nova-micro-v1:0" }).bindTools([]);

export async function handler(event: { question: string }) {
  await whole.invoke(event.question);
  await streaming.invoke(event.question);
  return streamed.stream(event.question);
}
