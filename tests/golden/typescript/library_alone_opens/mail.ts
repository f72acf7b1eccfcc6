import nodemailer from "nodemailer";

import { transport } from "./transport";

export async function confirm(address: string) {
  await nodemailer.createTransport(transport).sendMail({ from: "shop@example.com", to: address });
}
