import { DeleteRoleCommand, GetGroupCommand, GetRoleCommand, GetUserCommand, IAMClient } from "@aws-sdk/client-iam";

/** Nothing, or a switch that is off, is a default: what is read on top may say something else. */
const client = new IAMClient({});

function read<T>(text: string | null, defaults: T): T {
  if (text === null) {
    return defaults;
  }
  try {
    return { ...defaults, ...JSON.parse(text) };
  } catch {
    return defaults;
  }
}

export const spread = async (text: string | null) => {
  const view = read<{ role?: { name: string } }>(text, { role: undefined });
  const role = view.role;
  if (role && role.name) {
    await client.send(new GetRoleCommand({ RoleName: "spread" }));
  }
};

export const assigned = async (event: object) => {
  const { role } = Object.assign({ role: null }, event);
  if (role) {
    await client.send(new GetUserCommand({ UserName: "assigned" }));
  }
};

class Settings {
  enabled = false;
  constructor(event: object) {
    Object.assign(this, event);
  }
}

export const field = async (event: object) => {
  const enabled = new Settings(event).enabled;
  if (enabled) {
    await client.send(new GetGroupCommand({ GroupName: "field" }));
  }
};

export const certain = async (event: object) => {
  const settings = { ...event, role: null };
  const role = settings.role;
  if (role) {
    await client.send(new DeleteRoleCommand({ RoleName: "certain" }));
  }
};
