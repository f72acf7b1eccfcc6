const AWSXRay = require("aws-xray-sdk-core");
const express = require("express");
const xrayExpress = require("aws-xray-sdk-express");
const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3");

const s3 = new S3Client({});
const get = (key) => s3.send(new GetObjectCommand({ Bucket: "traced", Key: key }));

// Nothing is captured: segments are opened by hand.
function byHand() {
  const part = AWSXRay.getSegment().addNewSubsegment("part");
  part.close();
}

const app = express();
app.use(xrayExpress.openSegment("app"));
app.get("/", async () => {
  byHand();
  await AWSXRay.captureAsyncFunc("a", async (part) => {
    await get("async");
    part.close();
  });
  AWSXRay.captureFunc("b", () => get("sync"));
  fetch("https://example.org").then(AWSXRay.captureCallbackFunc("c", () => get("callback")));
});
app.use(xrayExpress.closeSegment());
app.listen(3000);
