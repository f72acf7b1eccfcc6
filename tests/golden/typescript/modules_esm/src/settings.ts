export enum Buckets { In = "incoming", Out = "outgoing" }
export namespace Tables { export const users = "users"; }
