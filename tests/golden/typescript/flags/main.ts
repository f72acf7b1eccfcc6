import { Topics, all, queues, remove, subscribe, updateRule } from "./rules";

async function main() {
  await updateRule("x", false);
  await remove("b", "k");
  await all();
  await subscribe({ topic: "arn:aws:sns:us-east-1:111122223333:t", quietly: false });
  await new Topics().publish("arn:aws:sns:us-east-1:111122223333:t", true);
  await queues.create("q", false);
}

main();
