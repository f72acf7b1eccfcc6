import { services } from "../core/registry";

export async function confirm(order: any) {
  await services.ses.sendEmail(order.mail);
}
