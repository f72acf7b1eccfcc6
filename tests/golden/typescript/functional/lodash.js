const { curry, flow, map, tap } = require("lodash/fp");
const { S3 } = require("@aws-sdk/client-s3");

const s3 = new S3();
const put = curry((Bucket, Key, Body) => s3.putObject({ Bucket, Key, Body }));
exports.run = flow(map(put("letters", "key")), tap(() => s3.listObjectsV2({ Bucket: "listed" })));
exports.run(["a", "b"]);
