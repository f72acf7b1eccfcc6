import { DynamoDBClient, DeleteTableCommand } from "@aws-sdk/client-dynamodb";

describe("orders, in the account of tests", () => {
  it("starts with no table", async () => {
    await new DynamoDBClient({}).send(new DeleteTableCommand({ TableName: "orders" }));
  });
});
