// What an entry point reaches: a bound method is not its whole object, a derived class not either.
import { S3 } from "@aws-sdk/client-s3";
class Named { constructor(readonly name: string) {} }
class Files extends Named {
  private readonly s3 = new S3({});
  constructor() { super("files"); }
  async handle() { return this.s3.putObject({ Bucket: "handled", Key: "k", Body: "" }); }
  async dropAll() { return this.s3.deleteBucket({ Bucket: "handled" }); }
}
const files = new Files();
export const handler = files.handle.bind(files);
