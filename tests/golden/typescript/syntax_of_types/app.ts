// What the grammar does not know of types is nothing that runs: the file is read as a whole.
import { S3 } from "@aws-sdk/client-s3";

export type * from "./types";

export interface Source<out T = unknown, in out U extends string = string> {
  read(key: U): T;
}

export class Stored<in K extends string, out T> implements Source<T, string> {
  private s3 = new S3({});

  read(key: string): T {
    return this.s3.getObject({ Bucket: "stored", Key: key }) as T;
  }
}
