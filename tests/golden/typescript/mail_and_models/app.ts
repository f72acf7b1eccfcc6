import { bedrock, createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { generateText } from "ai";
import multer from "multer";
import multerS3 from "multer-s3";
import nodemailer, { createTransport } from "nodemailer";

const transport = nodemailer.createTransport({ SES: { sesClient: new SESv2Client({}), SendEmailCommand } });
export const mail = () => transport.sendMail({ from: "a@example.com", to: "b@example.com" });
export const smtp = () => createTransport({ host: "smtp.example.com" }).sendMail({ from: "a@example.com" });
export const text = () => generateText({ model: bedrock("anthropic.claude-3-haiku-20240307-v1:0"), prompt: "x" });
const own = createAmazonBedrock({ region: "us-east-1" });
export const vector = () => own.embedding("amazon.titan-embed-text-v2:0");
export const upload = multer({ storage: multerS3({ s3: new S3Client({}), bucket: "uploads", acl: "public-read" }) });
