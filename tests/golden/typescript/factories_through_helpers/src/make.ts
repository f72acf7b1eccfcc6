import { DynamoDB } from "@aws-sdk/client-dynamodb";

export const make = <C>(build: new (options: object) => C, options: object = {}): C => new build(options);
export const traced = <C>(build: new (options: object) => C): C => make(build, { maxAttempts: 2 });

const db = make(DynamoDB);

export abstract class Repository {
  abstract readonly table: string;
  get(id: string) { return db.getItem({ TableName: this.table, Key: { id: { S: id } } }); }
  remove(id: string) { return db.deleteItem({ TableName: this.table, Key: { id: { S: id } } }); }
}
