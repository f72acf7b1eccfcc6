import { DsqlSigner } from "@aws-sdk/dsql-signer";
import { Signer } from "@aws-sdk/rds-signer";

const database = new Signer({ hostname: process.env.DB_HOST, port: 5432, username: "app", region: "eu-west-1" });
const cluster = new DsqlSigner({ hostname: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws", region: "us-east-1" });
export const tokens = async () => [await database.getAuthToken(), await cluster.getDbConnectAuthToken()];
