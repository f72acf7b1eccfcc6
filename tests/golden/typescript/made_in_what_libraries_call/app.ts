import { SNS } from "@aws-sdk/client-sns";
import { App, Job, start } from "jobs";

class Task extends Job {
  work() {
    return new SNS({}).publish({ TopicArn: "arn:aws:sns:eu-west-1:111122223333:started", Message: "x" });
  }
}

class Mine extends App {
  configure() {
    this.add(new Task());
  }
}

export function main() {
  start(new Mine());
}
