import { DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: any, context: DurableContext) => {
  const data = await context.invoke("process", { id: event.id });
  await context.invoke("name of the step", "notify", data);
  await context.invoke("by-variable", "archive", data);
  await context.runInChildContext("child", async (child) => child.invoke("child", data));
  await context.map(event.items, async (ctx, item) => ctx.invoke("each", item));
  await context.parallel([async (ctx) => ctx.invoke("left", data), async (ctx) => ctx.invoke("right", data)]);
  await context.step("note", async () => console.log(data));
  await context.wait({ seconds: 10 });
});
