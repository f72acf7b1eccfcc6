import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { waited } from "./waiting";

const s3 = new S3Client({});

export const read = async () => waited(() => s3.send(new GetObjectCommand({ Bucket: "orders", Key: "today" })));
