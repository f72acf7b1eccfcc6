import { Repository } from "./repository";

class Orders {}

const byClass = new Map<unknown, Repository>();
byClass.set(Orders, new Repository("by-class"));
const byObject = new WeakMap<object, Repository>();
const key = {};
byObject.set(key, new Repository("by-object"));
const rows = [{ kind: "a", of: new Repository("grouped") }];

export const handler = async (event: { id: string }) => {
  await byClass.get(Orders)!.find(event.id);
  await byObject.get(key)!.find(event.id);
  await Object.groupBy(rows, (row) => row.kind).a![0].of.find(event.id);
  await new Map([["a", new Repository("entry")]]).values().next().value!.find(event.id);
  await new Map<string, Repository>().getOrInsertComputed("b", () => new Repository("inserted")).find(event.id);
  for (const one of new Set([new Repository("united")]).union(new Set())) await one.find(event.id);
  await new Array<Repository>(2).fill(new Repository("filled"))[1].find(event.id);
  await [new Repository("spliced")].toSpliced(0, 0)[0].find(event.id);
};
