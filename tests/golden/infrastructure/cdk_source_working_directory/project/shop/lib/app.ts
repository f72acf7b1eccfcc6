import * as path from "path";
import * as cdk from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as nodejs from "aws-cdk-lib/aws-lambda-nodejs";
import * as s3 from "aws-cdk-lib/aws-s3";

const stack = new cdk.Stack(new cdk.App(), "Shop");
const images = new s3.Bucket(stack, "Images");
const upload = new nodejs.NodejsFunction(stack, "Upload", {
  entry: path.join(process.cwd(), "dist", "api", "upload.js"),
  handler: "handler",
  runtime: lambda.Runtime.NODEJS_20_X,
  environment: { BUCKET: images.bucketName },
});
images.grantReadWrite(upload);
