import { Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { readFileSync } from "fs";
import { join } from "path";

class Granted {
  static readonly OBJECTS = ["s3:GetObject", "s3:PutObject"];
  static readonly MORE = ["s3:GetObject"];
}

const usual = { runtime: lambda.Runtime.PYTHON_3_12 };

export class LettersStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const letters = new Bucket(this, "LetterStore");
    const common = { ...usual, environment: { LETTERS: letters.bucketName } };

    const packed = new lambda.Function(this, "Packed", {
      ...common,
      code: new lambda.AssetCode("src"),
      handler: "read.handler",
    });
    packed.addToRolePolicy(new iam.PolicyStatement({
      actions: Granted.OBJECTS,
      resources: [letters.arnForObjects("*")],
    }));

    const written = new lambda.Function(this, "Written", {
      ...common,
      code: new lambda.InlineCode(readFileSync(join(__dirname, "../src/read.py"), "utf8")),
      handler: "index.handler",
    });
    letters.grantReadWrite(written);

    const told = new lambda.Function(this, "Told", {
      ...common,
      code: lambda.Code.fromInline(readFileSync("src/read.py").toString()),
      handler: "index.handler",
    });
    letters.grantReadWrite(told);

    // What a list of a class has that something is put into is not read.
    Granted.MORE.push("s3:PutObject");
    const changed = new lambda.Function(this, "Changed", {
      ...common,
      code: lambda.Code.fromAsset("src"),
      handler: "read.handler",
    });
    changed.addToRolePolicy(new iam.PolicyStatement({
      actions: Granted.MORE,
      resources: [letters.arnForObjects("*")],
    }));
  }
}
