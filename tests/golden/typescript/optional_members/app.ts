// A member that may be undefined may not be passed: both permissions are needed.
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client();
export const plain = (Key: string, id?: string) => s3.send(new GetObjectCommand({ Bucket: "value", Key, VersionId: id }));
export const spread = (Key: string, id?: string) =>
  s3.send(new GetObjectCommand({ Bucket: "spread", Key, ...(id && { VersionId: id }) }));
export const either = (Key: string, id?: string) =>
  s3.send(new GetObjectCommand({ Bucket: "either", Key, ...(id ? { VersionId: "1" } : {}) }));
export const always = (Key: string, id?: string) =>
  s3.send(new GetObjectCommand({ Bucket: "always", Key, ...(id ? { VersionId: "1" } : { VersionId: "2" }) }));
export const never = (Key: string) => s3.send(new GetObjectCommand({ Bucket: "never", Key, VersionId: undefined }));
export const put = (Key: string, acl = false) =>
  s3.send(new PutObjectCommand({ Bucket: "put", Key, Body: "", ...(acl && { ACL: "public-read" as const }) }));
