import { transportFor } from "@example/mail";

export const transport = { SES: transportFor("orders") };
