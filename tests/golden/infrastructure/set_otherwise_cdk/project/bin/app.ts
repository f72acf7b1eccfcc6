import * as cdk from "aws-cdk-lib";
import { S } from "../lib/s";
const app = new cdk.App();
new S(app, "S");
