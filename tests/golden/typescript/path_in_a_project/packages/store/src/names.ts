import limits from "./limits.json";
export const bucket = limits.bucket;
