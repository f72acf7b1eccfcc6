// What cdk.out next to this file was made from, by `npm install aws-cdk aws-cdk-lib esbuild` and `npx cdk synth` in a
// copy of this directory; of its manifest only the stacks are kept.
const cdk = require("aws-cdk-lib");
const { Table, AttributeType } = require("aws-cdk-lib/aws-dynamodb");
const { Queue } = require("aws-cdk-lib/aws-sqs");
const { Bucket, BucketEncryption } = require("aws-cdk-lib/aws-s3");
const lambda = require("aws-cdk-lib/aws-lambda");
const { SqsEventSource } = require("aws-cdk-lib/aws-lambda-event-sources");
const { NodejsFunction } = require("aws-cdk-lib/aws-lambda-nodejs");
const sfn = require("aws-cdk-lib/aws-stepfunctions");
const tasks = require("aws-cdk-lib/aws-stepfunctions-tasks");

class Reports extends cdk.NestedStack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const report = new lambda.Function(this, "Report", {
      runtime: lambda.Runtime.PYTHON_3_12, handler: "report.handler",
      code: lambda.Code.fromAsset("functions/nested"),
      environment: { TABLE: props.table.tableName },
    });
    props.table.grantReadData(report);
  }
}

class Orders extends cdk.Stack {
  constructor(scope, id) {
    super(scope, id);
    const table = new Table(this, "Orders", { partitionKey: { name: "id", type: AttributeType.STRING } });
    const inbox = new Queue(this, "Inbox");
    const files = new Bucket(this, "Files", { encryption: BucketEncryption.KMS });
    const worker = new lambda.Function(this, "Worker", {
      runtime: lambda.Runtime.PYTHON_3_12, handler: "app.handler",
      code: lambda.Code.fromAsset("functions/worker"),
      environment: { TABLE: table.tableName, BUCKET: files.bucketName },
    });
    worker.addEventSource(new SqsEventSource(inbox));
    table.grantReadWriteData(worker);
    files.grantPut(worker);
    const api = new NodejsFunction(this, "Api", {
      runtime: lambda.Runtime.NODEJS_20_X, entry: "src/api.ts",
      environment: { QUEUE_URL: inbox.queueUrl },
      depsLockFilePath: "package-lock.json",
    });
    inbox.grantSendMessages(api);
    new lambda.DockerImageFunction(this, "Image", { code: lambda.DockerImageCode.fromImageAsset("functions/img") });
    new Reports(this, "Reports", { table });
    new sfn.StateMachine(this, "Flow", {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(this, "Work", { lambdaFunction: worker })),
    });
  }
}

const app = new cdk.App();
new Orders(app, "OrdersStack");
