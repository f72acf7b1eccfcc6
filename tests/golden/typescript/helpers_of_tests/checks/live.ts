import { S3 } from "@aws-sdk/client-s3";

describe("live", () => {
  it("empties", () => new S3({}).deleteBucket({ Bucket: "checked" }));
});
