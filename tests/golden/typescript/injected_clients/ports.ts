export interface Repository {
  find(id: string): Promise<unknown>;
}
export interface Clock {
  now(): Date;
}
