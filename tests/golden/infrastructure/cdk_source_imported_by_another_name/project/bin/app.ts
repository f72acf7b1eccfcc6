import { App } from "aws-cdk-lib";
import { LettersStack } from "../lib/letters-stack";

new LettersStack(new App(), "Letters");
