import { AppConfigProvider } from "@aws-lambda-powertools/parameters/appconfig";
import { DynamoDBProvider } from "@aws-lambda-powertools/parameters/dynamodb";
import { getParametersByName, SSMProvider } from "@aws-lambda-powertools/parameters/ssm";

const table = new DynamoDBProvider({ tableName: "params" });
export async function main() {
  await new SSMProvider().getMultiple("/multi/path");
  // Those to be decrypted, but not all of them, are asked for one by one.
  await getParametersByName({ "/n/plain": { maxAge: 1 }, "/n/secret": { decrypt: true } });
  await getParametersByName({ "/all/a": { decrypt: true }, "/all/b": { decrypt: true } });
  await table.getMultiple("p");
}
