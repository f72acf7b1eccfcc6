const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const c = new DynamoDBClient({});
const { STAGE = "dev" } = process.env;
exports.handler = async () => {
  await c.send(new GetItemCommand({ TableName: `a-${process.env.STAGE || "dev"}`, Key: {} }));
  await c.send(new GetItemCommand({ TableName: "b-" + (process.env.STAGE ?? "dev"), Key: {} }));
  await c.send(new GetItemCommand({ TableName: `c-${STAGE}`, Key: {} }));
  const stage = process.env.STAGE ? process.env.STAGE : "dev";
  await c.send(new GetItemCommand({ TableName: `d-${stage}`, Key: {} }));
  let s = process.env.STAGE;
  if (!s) s = "dev";
  await c.send(new GetItemCommand({ TableName: `e-${s}`, Key: {} }));
  let t = "dev";
  if (process.env.STAGE) t = process.env.STAGE;
  await c.send(new GetItemCommand({ TableName: `f-${t}`, Key: {} }));
  await c.send(new GetItemCommand({ TableName: ["g", process.env["STAGE"] || "dev"].join("-"), Key: {} }));
};
