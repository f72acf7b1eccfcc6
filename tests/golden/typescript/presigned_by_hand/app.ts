import { HttpRequest } from "@aws-sdk/protocol-http";
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import { parseUrl } from "@aws-sdk/url-parser";
import { Hash } from "@aws-sdk/hash-node";

const presigner = new S3RequestPresigner({ region: "eu-west-1", credentials: {} as any, sha256: Hash.bind(null, "sha256") });

/** The role that signs an address needs what whoever has it does. */
export const told = async () =>
  presigner.presign(new HttpRequest({ hostname: "uploads.s3.amazonaws.com", path: "/first", method: "PUT", protocol: "https:" }));

export const notTold = async (bucket: string, key: string, method = "GET") =>
  presigner.presign(new HttpRequest({ ...parseUrl(`https://${bucket}.s3.eu-west-1.amazonaws.com/${key}`), method }));
