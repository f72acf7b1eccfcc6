import { S3 } from "@aws-sdk/client-s3";

export class Repo {
  constructor(private s3: S3) {}
  find(k: string) {
    return this.s3.getObject({ Bucket: "docs", Key: k });
  }
  drop(k: string) {
    return this.s3.deleteObject({ Bucket: "docs", Key: k });
  }
}

export class Page {
  constructor(readonly title: string) {}
  find(k: string) {
    return k + this.title;
  }
}
