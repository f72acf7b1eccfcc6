import { SignatureV4 } from "@smithy/signature-v4";
import { HttpRequest } from "@smithy/protocol-http";
import { AwsClient } from "aws4fetch";
const signer = new SignatureV4({ credentials: {} as any, region: "us-east-1", service: "execute-api", sha256: {} as any });
const apiUrl = new URL("https://abc123def4.execute-api.us-east-1.amazonaws.com/prod/items/7?x=1");
const u2 = `https://zyx987wvu6.execute-api.${process.env.REGION}.amazonaws.com`;
export async function go(id: string) {
  const r = new HttpRequest({ method: "PUT", hostname: apiUrl.hostname, path: apiUrl.pathname });
  await signer.sign(r);
  await signer.sign({ method: "DELETE", hostname: "abc123def4.execute-api.us-east-1.amazonaws.com", path: `/prod/items/${id}`, headers: {}, protocol: "https:" });
  await new AwsClient({ accessKeyId: "", secretAccessKey: "" }).fetch(u2 + "/v1/pets", { method: "POST" });
}
import aws4 from "aws4";
export function search() {
  // No method and no body: aws4 signs a GET, for the service that the host names.
  return aws4.sign({ host: "search-orders-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com", path: "/orders/_search" });
}
export async function graph() {
  const endpoint = new URL(process.env.GRAPHQL_URL!);
  const appsync = new SignatureV4({ credentials: {} as any, region: "eu-west-1", service: "appsync", sha256: {} as any });
  return fetch(endpoint, await appsync.sign(new HttpRequest({ method: "POST", hostname: endpoint.host, path: endpoint.pathname })) as any);
}
