import { S3Client, DeleteBucketCommand } from "@aws-sdk/client-s3";
describe("x", () => { it("y", async () => { await new S3Client({}).send(new DeleteBucketCommand({ Bucket: "test" })); }); });
