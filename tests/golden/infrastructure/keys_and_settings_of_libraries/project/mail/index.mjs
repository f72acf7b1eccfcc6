import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import nodemailer from "nodemailer";

const transport = nodemailer.createTransport({ SES: { sesClient: new SESv2Client({}), SendEmailCommand } });

export const handler = (event) =>
  transport.sendMail({ from: process.env.SENDER, to: event.to, subject: "Report", text: event.text });

export const other = (event) => console.log(event);
