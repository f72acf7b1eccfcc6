import { randomUUID } from "node:crypto";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateQuery,
} from "@aws-sdk/lib-dynamodb";

export interface Order {
  id: string;
  customer: string;
  status: "open" | "shipped" | "cancelled";
}

export class OrderRepository {
  constructor(
    private readonly documents: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async get(id: string): Promise<Order | undefined> {
    const { Item } = await this.documents.send(new GetCommand({ TableName: this.table, Key: { id } }));
    return Item as Order | undefined;
  }

  async ofCustomer(customer: string): Promise<Order[]> {
    const found: Order[] = [];
    const pages = paginateQuery(
      { client: this.documents },
      {
        TableName: this.table,
        IndexName: "by-customer",
        KeyConditionExpression: "customer = :c",
        ExpressionAttributeValues: { ":c": customer },
      },
    );
    for await (const page of pages) found.push(...((page.Items ?? []) as Order[]));
    return found;
  }

  async create(input: Omit<Order, "id" | "status">): Promise<Order> {
    const order: Order = { ...input, id: randomUUID(), status: "open" };
    await this.documents.send(
      new PutCommand({ TableName: this.table, Item: order, ConditionExpression: "attribute_not_exists(id)" }),
    );
    return order;
  }

  cancel = (id: string) => this.#setStatus(id, "cancelled");
  ship = (id: string) => this.#setStatus(id, "shipped");

  async #setStatus(id: string, status: Order["status"]) {
    await this.documents.send(
      new UpdateCommand({
        TableName: this.table,
        Key: { id },
        UpdateExpression: "SET #s = :s",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": status },
      }),
    );
  }
}

// Kept for a migration that never happened: nothing sends it.
export type Migration = TransactWriteCommand;
