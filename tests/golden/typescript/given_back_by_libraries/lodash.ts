import _, { flow, memoize } from "lodash";
import get from "lodash/get";
import fp from "lodash/fp";
import { Repository } from "./repository";

const rows = [{ id: "a", of: new Repository("keyed"), deep: { of: new Repository("by-path") } }];
const found = flow([(id: string) => ({ id, of: new Repository("flow") }), (row) => row.of.find(row.id)]);
const made = memoize(() => new Repository("memoized"));
const registry: any = {};
_.set(registry, "stores.first", new Repository("set-by-path"));

export const handler = async (event: { id: string; name: string }) => {
  await _.keyBy(rows, "id")[event.id].of.find(event.id);
  await _.map([{ of: new Repository("mapped") }], "of")[0].find(event.id);
  await _.groupBy([{ id: 1, of: new Repository("grouped") }], (row) => row.id)["1"][0].of.find(event.id);
  await _.mapValues({ a: 1 }, () => new Repository("of-values")).a.find(event.id);
  await get(rows[0], "deep.of").find(event.id);
  await _.invoke({ a: { of: new Repository("invoked") } }, "a.of.find", event.id);
  await Promise.all(_.invokeMap([new Repository("invoked-each")], "find", event.id));
  await Promise.all([new Repository("by-method")].map(_.method("find", event.id)));
  await _.sortBy([{ of: new Repository("sorted") }], "of")[0].of.find(event.id);
  await _.zipObject(["a"], [new Repository("zipped")]).a.find(event.id);
  await fp.get("a.of", { a: { of: new Repository("data-last") } }).find(event.id);
  await registry.stores.first.find(event.id);
  await found(event.id);
  await made().find(event.id);
};
