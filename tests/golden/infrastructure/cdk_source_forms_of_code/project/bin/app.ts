import { App, Stage } from "aws-cdk-lib";
import { Construct } from "constructs";
import { LettersStack } from "../lib/letters-stack";

class Live extends Stage {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LettersStack(this, "Letters");
  }
}

new Live(new App(), "Live");
