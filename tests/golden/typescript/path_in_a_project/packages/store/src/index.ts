import { S3 } from "@aws-sdk/client-s3";
import { bucket } from "./names";
export const save = (key: string) => new S3({}).putObject({ Bucket: bucket, Key: key });
export const drop = () => new S3({}).deleteBucket({ Bucket: bucket });
