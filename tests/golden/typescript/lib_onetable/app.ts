import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Model, Table } from "dynamodb-onetable";
import { Dynamo } from "dynamodb-onetable/Dynamo";

const schema = { version: "0.0.1", indexes: { primary: { hash: "pk", sort: "sk" } }, models: {} };
const client = new Dynamo({ client: new DynamoDBClient({ region: "eu-west-1" }) });
const table = new Table({ client, name: "accounts", schema });
const Account = table.getModel("Account");
const Order = new Model(new Table({ client, name: "orders", schema }), "Order", { fields: {} });

export const handler = async (event: any) => {
  const account = await Account.get({ id: event.id });
  await Account.find({ email: event.email }, { index: "gs1" });
  const transaction = {};
  await Account.create({ id: event.id }, { transaction });
  await table.transact("write", transaction);
  await Order.scan({});
  await Order.remove({ id: event.id });
  return account;
};
