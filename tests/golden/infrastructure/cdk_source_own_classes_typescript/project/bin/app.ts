import { App } from "aws-cdk-lib";
import { Orders } from "../lib/orders";

function main(): void {
  const app = new App();
  new Orders(app, "Orders", "dev");
}

if (require.main === module) {
  main();
}
