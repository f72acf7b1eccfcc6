import middy from "@middy/core";
import { other } from "./other.mjs";
import { read } from "./work.mjs";

const base = async (event) => read(event.id);

export const handler = middy(base).use({ before: async () => console.log("before") });
export const unused = async () => other();
