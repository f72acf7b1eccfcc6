import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const NAMES = ["SESSIONS_TABLE", "ARCHIVE_TABLE", "TTL_IN_SECONDS"] as const;
const db = new DynamoDBClient({});

function read<Name extends string>(names: readonly Name[]): Record<Name, string> {
  return names.reduce((found, name) => {
    const value = process.env[name];
    if (!value) {
      throw new Error(`${name} is not set`);
    }
    found[name] = value;
    return found;
  }, {} as Record<Name, string>);
}

const spread: any = NAMES.reduce((found, name) => ({ ...found, [name]: process.env[name] }), {});
const pairs: any = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

export const handler = async (event: { id: string }) => {
  const { SESSIONS_TABLE, TTL_IN_SECONDS } = read(NAMES);
  const Key = { id: { S: event.id } };
  await db.send(new GetItemCommand({ TableName: SESSIONS_TABLE, Key }));
  await db.send(new PutItemCommand({ TableName: spread.SESSIONS_TABLE, Item: { ...Key, ttl: { N: TTL_IN_SECONDS } } }));
  await db.send(new DeleteItemCommand({ TableName: pairs.SESSIONS_TABLE, Key }));
};
