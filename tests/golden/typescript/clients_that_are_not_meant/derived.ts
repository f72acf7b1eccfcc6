import { EventBridge, EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

class Bus extends EventBridge {
  flush() {
    return this.putEvents({ Entries: [{ EventBusName: "flushed", Source: "s", DetailType: "d", Detail: "{}" }] });
  }
}

class Raw extends EventBridgeClient {}

export async function derived(kind: string, others: Record<string, any>) {
  const found = kind === "bus" ? new Bus({}) : others[kind];
  console.log(found.slice(1), found.join(","));
  await found.flush();
  const raw = kind === "raw" ? new Raw({}) : others[kind];
  console.log(raw.slice(1));
  await raw.send(new PutEventsCommand({ Entries: [{ EventBusName: "raw", Source: "s", DetailType: "d", Detail: "{}" }] }));
}
