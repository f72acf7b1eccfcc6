// What each grant method of the CDK's constructs puts into a policy: prints TOML.
// node cdk_grants.js NODE_MODULES > ../data/cdk_grants.toml, where NODE_MODULES has aws-cdk-lib and constructs.
//
// Each construct is made twice, with the feature flags that the CDK recommends and without any, and each of its
// grant methods is called for a role of its own: what then stands in that role's policy is the answer.
"use strict";
const path = require("node:path");
const lib = path.resolve(process.argv[2] || "node_modules", "aws-cdk-lib");
const cdk = require(lib);
const flags = require(path.join(lib, "recommended-feature-flags.json"));
const { version } = require(path.join(lib, "package.json"));

const ENVIRONMENT = { env: { account: "111122223333", region: "eu-west-1" } };
const key = (stack) => new cdk.aws_kms.Key(stack, "SharedKey");
const string = cdk.aws_dynamodb.AttributeType.STRING;
const MAKERS = [
  (s) => new cdk.aws_dynamodb.Table(s, "X", {
    partitionKey: { name: "id", type: string }, stream: "NEW_IMAGE", encryptionKey: key(s),
  }),
  (s) => new cdk.aws_dynamodb.TableV2(s, "X", {
    partitionKey: { name: "id", type: string }, dynamoStream: "NEW_IMAGE",
    encryption: cdk.aws_dynamodb.TableEncryptionV2.customerManagedKey(key(s)),
  }),
  (s) => new cdk.aws_s3.Bucket(s, "X", { encryptionKey: key(s) }),
  (s) => new cdk.aws_sqs.Queue(s, "X", { encryptionMasterKey: key(s) }),
  (s) => new cdk.aws_sns.Topic(s, "X", { masterKey: key(s) }),
  (s) => new cdk.aws_kinesis.Stream(s, "X", { encryptionKey: key(s) }),
  (s) => new cdk.aws_secretsmanager.Secret(s, "X", { encryptionKey: key(s) }),
  (s) => new cdk.aws_ssm.StringParameter(s, "X", { stringValue: "x" }),
  (s) => new cdk.aws_kms.Key(s, "X"),
  (s) => new cdk.aws_events.EventBus(s, "X"),
  (s) => new cdk.aws_logs.LogGroup(s, "X"),
  (s) => new cdk.aws_ecr.Repository(s, "X"),
  (s) => new cdk.aws_kinesisfirehose.DeliveryStream(s, "X", {
    destination: new cdk.aws_kinesisfirehose.S3Bucket(new cdk.aws_s3.Bucket(s, "To")),
  }),
  (s) => new cdk.aws_lambda.Function(s, "X", {
    code: cdk.aws_lambda.Code.fromInline("x"), handler: "index.x", runtime: cdk.aws_lambda.Runtime.PYTHON_3_13,
  }),
  (s) => new cdk.aws_stepfunctions.StateMachine(s, "X", {
    definitionBody: cdk.aws_stepfunctions.DefinitionBody.fromChainable(new cdk.aws_stepfunctions.Pass(s, "Pass")),
  }),
  (s) => new cdk.aws_iam.Role(s, "X", { assumedBy: new cdk.aws_iam.AccountRootPrincipal() }),
  (s) => new cdk.aws_cloudfront.Distribution(s, "X", {
    defaultBehavior: { origin: new cdk.aws_cloudfront_origins.HttpOrigin("example.com") },
  }),
  (s) => new cdk.aws_codebuild.Project(s, "X", { buildSpec: cdk.aws_codebuild.BuildSpec.fromObject({}) }),
];

function methods(construct) {
  const found = new Set();
  for (let one = construct; one && one !== Object.prototype; one = Object.getPrototypeOf(one))
    for (const name of Object.getOwnPropertyNames(one))
      if (/^grant[A-Z]/.test(name)) found.add(name);
  return [...found].sort();
}

/** What a policy's resource is: the construct's ARN and what follows it, the key that encrypts it, or anything. */
function place(resource, own) {
  if (resource === "*") return "*";
  const parts = resource["Fn::Join"]?.[1] ?? [resource];
  const at = parts.findIndex((one) => [own, "SharedKey"].some((id) => named(one)?.startsWith(id)));
  const tail = parts.slice(at + 1);
  if (at < 0 || tail.some((one) => typeof one !== "string")) return "?";
  if (parts[at]["Fn::GetAtt"]?.[1] === "StreamArn") return "stream";
  return (named(parts[at]) === own ? "arn" : "key") + tail.join("");
}

function named(part) {
  return typeof part === "string" ? undefined : part["Fn::GetAtt"]?.[0] ?? part.Ref;
}

function granted(make, name, context) {
  const app = new cdk.App({ context, analyticsReporting: false });
  const stack = new cdk.Stack(app, "S", ENVIRONMENT);
  const construct = make(stack);
  const role = new cdk.aws_iam.Role(stack, "Role", { assumedBy: new cdk.aws_iam.ServicePrincipal("lambda.amazonaws.com") });
  if (name) construct[name](role);
  const template = app.synth().getStackArtifact("S").template;
  const own = stack.getLogicalId(construct.node.defaultChild);
  const type = template.Resources[own].Type;
  const rows = new Map();
  for (const resource of Object.values(template.Resources)) {
    if (resource.Type !== "AWS::IAM::Policy" || !JSON.stringify(resource.Properties.Roles).includes('"Role')) continue;
    for (const statement of resource.Properties.PolicyDocument.Statement) {
      const places = [statement.Resource].flat().filter((one) => one.Ref !== "AWS::NoValue").map((one) => place(one, own));
      for (const where of new Set(places)) {
        if (!rows.has(where)) rows.set(where, new Set());
        for (const action of [statement.Action].flat()) rows.get(where).add(action);
      }
    }
  }
  return { type, rows };
}

const out = [
  "# What the grant methods of the AWS CDK's constructs give, by the type of the resource that the construct makes.",
  "#",
  `# Written by cdk_grants.js from aws-cdk-lib ${version} (Apache-2.0): not edited by hand. "arn" is the resource,`,
  '# with what follows its ARN; "key" is the key that encrypts it; "?" is a resource that is not named here.',
  "# \"may\" has what is given only with, or only without, the feature flags that the CDK recommends.",
];
for (const make of MAKERS) {
  const probe = new cdk.Stack(new cdk.App({ analyticsReporting: false }), "S", ENVIRONMENT);
  for (const name of methods(make(probe))) {
    let all;
    try {
      all = [flags, {}].map((context) => granted(make, name, context));
    } catch (error) {
      continue; // It takes more than a grantee.
    }
    const [a, b] = all;
    const places = [...new Set([...a.rows.keys(), ...b.rows.keys()])].sort();
    if (!places.length) continue;
    out.push("", `["${a.type}".${name}]`);
    const may = [];
    for (const where of places) {
      const one = a.rows.get(where) ?? new Set(), two = b.rows.get(where) ?? new Set();
      const both = [...one].filter((x) => two.has(x)).sort();
      may.push(...[...one, ...two].filter((x) => !(one.has(x) && two.has(x))));
      out.push(`"${where}" = [${both.map((x) => JSON.stringify(x)).join(", ")}]`);
    }
    if (may.length) out.push(`may = [${[...new Set(may)].sort().map((x) => JSON.stringify(x)).join(", ")}]`);
  }
}
process.stdout.write(out.join("\n") + "\n");
