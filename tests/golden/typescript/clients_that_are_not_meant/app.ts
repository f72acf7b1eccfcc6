import { EventBridge } from "@aws-sdk/client-eventbridge";

export async function publish(kind: string, others: Record<string, any>) {
  const found = kind === "bus" ? new EventBridge({}) : others[kind];
  console.log(found.slice(1), found.join(","));
  await found.putEvents({ Entries: [{ EventBusName: "own", Source: "s", DetailType: "d", Detail: "{}" }] });
}
