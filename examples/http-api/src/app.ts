import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import { InvoiceStore } from "@orders/invoices";
import { enqueue } from "@orders/queue";
import { OrderRepository } from "@orders/repository";
import { documents, s3 } from "./clients.js";
import { config } from "./config.js";

type Route = (event: APIGatewayProxyEventV2) => Promise<unknown>;

const orders = new OrderRepository(documents, config.table);
const invoices = new InvoiceStore(s3, config.bucket);

const routes: Record<string, Route> = {
  "GET /orders/{id}": async ({ pathParameters }) => orders.get(pathParameters!.id!),
  "GET /customers/{id}/orders": async ({ pathParameters }) => orders.ofCustomer(pathParameters!.id!),
  "POST /orders": async ({ body }) => {
    const order = await orders.create(JSON.parse(body ?? "{}"));
    await Promise.all([invoices.put(order.id, `Order ${order.id}`), enqueue({ kind: "ship", id: order.id })]);
    return order;
  },
  "GET /orders/{id}/invoice": async ({ pathParameters }) => ({ url: await invoices.link(pathParameters!.id!) }),
  "DELETE /orders/{id}": async ({ pathParameters }) => orders.cancel(pathParameters!.id!),
};

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const route = routes[event.routeKey];
  if (!route) return { statusCode: 404 };
  const result = await route(event);
  return { statusCode: 200, body: JSON.stringify(result) };
};
