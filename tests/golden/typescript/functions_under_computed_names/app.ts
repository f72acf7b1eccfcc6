import * as ops from "./ops";

export const handler = (event: any) => (ops as any)[event.name]();
