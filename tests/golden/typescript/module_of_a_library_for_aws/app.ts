import { describeRoles } from "inventory/aws/roles";
import { describeGroups } from "inventory/azure/groups";

export async function run(account: string) {
  return [await describeRoles({ account }), await describeGroups(account)];
}
