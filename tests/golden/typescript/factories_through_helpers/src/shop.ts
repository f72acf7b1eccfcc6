import { SNS } from "@aws-sdk/client-sns";
import { Repository, traced } from "./make";

class Users extends Repository { readonly table = "users"; }

export const handler = async (event: { id: string }) => {
  await traced(Users).get(event.id);
  await traced(SNS).listTagsForResource({ ResourceArn: "arn:aws:sns:eu-west-1:123456789012:shop" });
};
