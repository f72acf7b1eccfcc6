import { getParametersByName } from "@aws-lambda-powertools/parameters/ssm";

export const handler = async (event: { names: string[] }) => {
  const wanted: Record<string, object> = {};
  for (const name of event.names) wanted[name] = {};
  return getParametersByName(wanted, { decrypt: true });
};
