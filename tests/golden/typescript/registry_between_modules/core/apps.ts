import { SES } from "@aws-sdk/client-ses";
import { services } from "./registry";

export function ready() {
  services.ses = new SES({});
}
