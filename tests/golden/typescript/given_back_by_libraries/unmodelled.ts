import pMap from "p-map";
import mitt from "mitt";
import { container } from "tsyringe";
import { LRUCache } from "lru-cache";
import { partition } from "some-collections";
import { Repository } from "./repository";

const cache = new LRUCache<string, Repository>({ max: 10 });
cache.set("a", new Repository("cached"));
container.register("orders", { useValue: new Repository("registered") });
const bus = mitt();
bus.on("ask", (of: any) => of.find("1"));

export const handler = async (event: { id: string }) => {
  await cache.get("a")!.find(event.id);
  await container.resolve<Repository>("orders").find(event.id);
  await partition([{ of: new Repository("parted") }], "of")[0][0].of.find(event.id);
  await pMap([new Repository("mapped-in-parallel")], (one) => one.find(event.id));
  bus.emit("ask", new Repository("emitted"));
};
