import module, { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const { remove } = module.createRequire(import.meta.url)("./main.cjs");

export const handler = async () => {
  const { save } = load("./main.cjs");
  await save("loaded");
  await remove("loaded-at-once");
};
