export * from "./clients.js";
export * as all from "./clients";
export { default as reader } from "./reader.js";
