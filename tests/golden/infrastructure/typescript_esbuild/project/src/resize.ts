import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PhotoStore } from "./store";

const events = new EventBridgeClient({});
const store = new PhotoStore(process.env.PHOTOS!);

export const handler = async (event: { id: string }): Promise<void> => {
  const body = await store.read(event.id);
  await store.write(event.id, body);
  await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: process.env.BUS, Source: "photos", DetailType: "ready", Detail: "{}" }],
    }),
  );
};
