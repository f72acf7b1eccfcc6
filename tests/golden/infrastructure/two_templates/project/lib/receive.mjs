import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const events = new EventBridgeClient();

export const handler = async (event) =>
  events.send(new PutEventsCommand({ Entries: [{ EventBusName: process.env.BUS, Source: "in", DetailType: "x", Detail: event.body }] }));
