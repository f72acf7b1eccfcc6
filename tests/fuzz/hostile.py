"""Inputs that are hostile by construction rather than by damage: depth, width, rings, odd names, odd files.

Each function makes a project in a folder and gives the command lines to run on it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

NAMES = (
    "a", "__init__", "con", "x y", "é", "ünï", "a'b", 'a"b', "a`b", "$(id)", "${x}", "{{resolve:ssm:/x}}", "-rf", "..", "a\tb",
    "a\nb", "\u202eevil", "\u200bz", "\x1b[31m", "%s%n", "*", "?", "[a]", "a" * 200, "```", "<b>", "|", "&&", "../../x", "#", "=cmd()",
    "\\", "\\u0000", "!Ref X", "*ref", "null", "true", "1e9", "0x1", "~", ":", "- a", "'''", '"""', "\ufeffx", "\U000e0041", "\x85",
)  # fmt: skip
DEPTHS = (1, 3, 30, 300, 3_000)


def _name(random: Random) -> str:
    return random.choice(NAMES) if random.random() < 0.7 else random.choice(NAMES) + random.choice(NAMES)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


# --- sources ---


def _python(random: Random) -> str:
    name, depth = _quoted(_name(random)), random.choice(DEPTHS)
    return random.choice((
        f"import boto3\nc = boto3.client('s3')\nc.get_object(Bucket={name}, Key={name})\n",
        f"import boto3\nX = {'[' * depth}boto3.client('s3'){']' * depth}\nX{'[0]' * depth}.list_buckets()\n",
        f"import boto3\nf = {'lambda: ' * depth}boto3.client({name})\nf{'()' * depth}.get_object(Bucket={name})\n",
        "import boto3\n" + "".join(f"def f{i}(x): return f{(i + 1) % 50}(x + {name})\n" for i in range(50))
        + "boto3.client('s3').get_object(Bucket=f0(''), Key='k')\n",
        "import boto3\n" + f"x = {name}\n" + "x = x + x\n" * min(depth, 300) + "boto3.client('sqs').send_message(QueueUrl=x)\n",
        "import boto3\n" + "class A:\n" + f"    def __getattr__(self, n): return getattr(self, {name})\n" + "A().get_object(Bucket=1)\n",
        f"import boto3\nfor i in range(10**9):\n    for j in range(10**9):\n        boto3.client('s3').put_object(Bucket={name}*i, Key=str(j))\n",
        "import boto3\n" + "if x:\n" + "".join(f"{' ' * (i + 1)}if x:\n" for i in range(min(depth, 90)))
        + " " * (min(depth, 90) + 1) + "boto3.client('s3').list_buckets()\n",
        "from . import *\nfrom app import *\nimport app, boto3\nglobals()[" + name + "] = boto3\nvars()['c'] = boto3.client('s3')\nc.list_buckets()\n",
        f"import boto3\nd = {{}}\nd[{name}] = d\nboto3.resource('dynamodb').Table(d[{name}][{name}][{name}]).get_item(Key={{}})\n",
        f"import boto3\ns = {name} % ({'(' * min(depth, 80)}1{')' * min(depth, 80)},)\nboto3.client('s3').get_object(Bucket=s.format(*s, **d), Key=f'{{s!r:>{{s}}}}')\n",
        f"import subprocess\nsubprocess.run('aws s3 cp ' + {name} + ' s3://b/' + {name}, shell=True)\n",
        f"import boto3\nmatch x:\n    case {{{name}: {{**r}}}} | [*_, {{}}]:\n        boto3.client('s3').get_object(**r)\n",
        "import boto3\n" + "@f\n" * min(depth, 300) + f"def g(*a, **k): yield from g(*a, **{{{name}: k}})\ng(boto3.client('s3').list_buckets)\n",
    ))  # fmt: skip


def _script(random: Random) -> str:
    name, depth = _quoted(_name(random)), random.choice(DEPTHS)
    return random.choice((
        f"const {{S3}} = require('aws-sdk');\nnew S3().getObject({{Bucket: {name}, Key: {name}}});\n",
        f"import {{S3Client, GetObjectCommand as G}} from '@aws-sdk/client-s3';\nlet c = {'(' * depth}new S3Client({{}}){')' * depth};\nc.send(new G({{Bucket: {name}}}));\n",
        "import {S3} from '@aws-sdk/client-s3';\n" + "".join(f"const f{i} = (x) => f{(i + 1) % 40}(x + {name});\n" for i in range(40))
        + "new S3({}).getObject({Bucket: f0('')});\n",
        "import {S3} from '@aws-sdk/client-s3';\n" + f"let x = {name};\n" + "x = `${x}${x}`;\n" * min(depth, 300) + "new S3({}).getObject({Bucket: x});\n",
        f"export * from './app';\nexport {{default}} from './app';\nimport * as a from './app';\na[{name}][{name}]({name});\n",
        f"class A extends A {{ static #p = new A(); get [{name}]() {{ return this[{name}]; }} }}\nnew A()[{name}].getObject({{}});\n",
        "const p = {};\np.__proto__ = p; p.constructor = p;\nconst {a: {b: {c}}} = {a: {b: p}};\n"
        f"new (require('aws-sdk').S3)().getObject({{...p, Bucket: c[{name}]}});\n",
        f"const x: {'Array<' * min(depth, 300)}string{'>' * min(depth, 300)} = null as any;\nlabel: for (;;) {{ continue label; }}\n",
        "async function* g() { yield* g(); for await (const x of g()) { await import(x); } }\n" + f"eval({name});\n",
    ))  # fmt: skip


def _go(random: Random) -> str:
    name, depth = _quoted(_name(random)), random.choice(DEPTHS)
    head = 'package main\nimport (\n"context"\n"github.com/aws/aws-sdk-go-v2/service/s3"\n)\n'
    return random.choice((
        head + f"func main() {{ c := s3.New(s3.Options{{}}); b := {name}; c.GetObject(context.TODO(), &s3.GetObjectInput{{Bucket: &b}}) }}\n",
        head + "type T struct { *T; I }\ntype I interface { I; GetObject(context.Context, *s3.GetObjectInput) }\nfunc main() { var t T; t.GetObject(nil, nil) }\n",
        head + "func f[T any](x T) T { return f[T](x) }\nfunc main() { c := f(s3.New(s3.Options{})); c.ListBuckets(nil, nil) }\n",
        head + "func main() { " + "func() { " * min(depth, 500) + "s3.New(s3.Options{}).ListBuckets(nil, nil)" + " }()" * min(depth, 500) + " }\n",
        head + f"func main() {{ m := map[string]interface{{}}{{{name}: nil}}; m[{name}] = m; for {{ go func() {{ select {{}} }}() }} }}\n",
        head + "const (\n A = iota\n" + " B\n" * 50 + ")\nfunc main() { goto L; L: goto L }\n",
    ))  # fmt: skip


def _java(random: Random) -> str:
    name, depth = _quoted(_name(random)), random.choice(DEPTHS)
    head = (
        "import software.amazon.awssdk.services.s3.*;\nimport software.amazon.awssdk.services.s3.model.*;\n"
    )
    return random.choice((
        head + f"class A {{ void f() {{ S3Client.create().getObject(GetObjectRequest.builder().bucket({name}).key({name}).build()); }} }}\n",
        head + "class A extends A implements A { A a = new A(); S3Client c = a.c; { c.listBuckets(); } }\n",
        head + "class A<T extends A<T>> { T t; void f() { t.f(); " + "((" * min(depth, 300) + "S3Client.create()" + "))" * min(depth, 300) + ".listBuckets(); } }\n",
        head + "class A { void f() { " + "Runnable r = () -> { " * min(depth, 200) + "S3Client.create().listBuckets();" + " };" * min(depth, 200) + " } }\n",
        head + f"@interface X {{ String v() default {name}; }} @X(v={name}) record R(@X S3Client c) {{ R {{ c.listBuckets(); }} }}\n",
        head + f"class A {{ String s = {name}" + f" + {name}" * min(depth, 500) + "; void f() { S3Client.create().getObject(b -> b.bucket(s)); } }\n",
    ))  # fmt: skip


_LANGUAGES = {"app.py": _python, "app.ts": _script, "app.js": _script, "main.go": _go, "A.java": _java}

# --- what deploys ---


def _template(random: Random) -> str:
    name, depth = _quoted(_name(random)), random.choice(DEPTHS)
    function = "  F:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: app.handler, Runtime: python3.12, CodeUri: ., Policies: "
    return "Transform: AWS::Serverless-2016-10-31\nResources:\n" + random.choice((
        f"  {name}:\n    Type: AWS::S3::Bucket\n{function}[{{S3ReadPolicy: {{BucketName: !Ref {name}}}}}]}}\n",
        function + "!If [A, " * min(depth, 300) + "[]" + ", []]" * min(depth, 300) + "}\n",
        "  A: &a\n    <<: *a\n    Type: AWS::SQS::Queue\n" + function + "[]}\n",
        "  A: {Type: AWS::SQS::Queue, DependsOn: B, Properties: {QueueName: !GetAtt B.Name}}\n"
        "  B: {Type: AWS::SQS::Queue, DependsOn: A, Properties: {QueueName: !GetAtt A.Name}}\n" + function + "[]}\n",
        function + f"[{{Statement: [{{Effect: Allow, Action: {name}, Resource: {name}}}]}}]}}\n",
        function + f"[{{Version: '2012-10-17', Statement: {{Effect: Allow, Action: 's3:*', Resource: !Sub [{name}, {{x: !Sub [{name}, {{}}]}}]}}}}]}}\n",
        function + f"!FindInMap [{name}, !FindInMap [{name}, a, b], c]}}\nMappings:\n  {name}: {{{name}: {{{name}: {name}}}}}\n",
        "".join(f"  R{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Sub '${{R{i + 1}}}${{R{i + 1}}}'}}}}\n" for i in range(min(depth, 60))) + function + "[]}\n",
        function + "[]}\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: template.yaml}\n",
        "  'Fn::ForEach::X':\n  - I\n  - !Ref L\n  - 'Q${I}': {Type: AWS::SQS::Queue}\nParameters:\n  L: {Type: CommaDelimitedList, Default: "
        + _quoted(",".join(map(str, range(min(depth * 10, 5_000))))) + "}\n",
    ))  # fmt: skip


def _terraform(random: Random) -> str:
    name, depth = _quoted(_name(random)).replace("${", "$${"), random.choice(DEPTHS)
    role = 'resource "aws_iam_role_policy" "p" {\n  role = "r"\n  policy = '
    return random.choice((
        f"locals {{\n  a = local.b\n  b = local.a\n}}\n{role}local.a\n}}\n",
        f"{role}{'jsonencode(' * min(depth, 300)}{name}{')' * min(depth, 300)}\n}}\n",
        f"{role}templatefile({name}, {{x = {name}}})\n}}\n",
        f"module \"m\" {{\n  source = \"./\"\n  x = {name}\n}}\n{role}module.m.x\n}}\n",
        "variable \"x\" { default = " + "[" * min(depth, 400) + "]" * min(depth, 400) + f" }}\n{role}jsonencode(var.x)\n}}\n",
        f"{role}join({name}, [for a in range(1024) : join({name}, [for b in range(1024) : format({name}, a, b)])])\n}}\n",
        f"resource \"aws_lambda_function\" \"f\" {{\n  count = 1000000000\n  for_each = toset({name})\n  handler = \"app.handler\"\n  dynamic \"environment\" {{\n    for_each = self\n    content {{ variables = {{ A = environment.value }} }}\n  }}\n}}\n",
        f"{role}replace({name}, \"/(a|b|ab)*c/\", {name})\n}}\n",
        f"data \"aws_iam_policy_document\" \"d\" {{\n  source_policy_documents = [data.aws_iam_policy_document.d.json]\n  statement {{\n    actions = [{name}]\n    resources = [{name}]\n  }}\n}}\n{role}data.aws_iam_policy_document.d.json\n}}\n",
        f"{role}<<EOF\n{name}%{{ for x in {name} }}${{x}}%{{ endfor }}\nEOF\n}}\n",
        f"provider \"aws\" {{\n  alias = {name}\n  assume_role {{ role_arn = {name} }}\n}}\n",
    ))  # fmt: skip


def _cdk(random: Random) -> dict[str, str]:
    import json

    name, depth = _name(random), random.choice(DEPTHS)
    resource = {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "app.handler", "Runtime": "python3.12", "Code": {"S3Bucket": name},
                "Role": {"Fn::GetAtt": [name, "Arn"]}}, "Metadata": {"aws:cdk:path": name, "aws:asset:path": name}}  # fmt: skip
    manifest = {"version": "36.0.0", "artifacts": {name: {"type": "aws:cloudformation:stack", "properties": {
        "templateFile": random.choice((name, "S.template.json", "../S.template.json", "/etc/passwd"))}, "metadata": {name: [{"type": "aws:cdk:logicalId", "data": name}]}},
        "n": {"type": "cdk:cloud-assembly", "properties": {"directoryName": random.choice((".", "..", name))}}}}  # fmt: skip
    return {
        "cdk.out/manifest.json": random.choice(
            (json.dumps(manifest), "[" * depth, "{}", "null", '{"artifacts": 5}')
        ),
        "cdk.out/S.template.json": json.dumps({"Resources": {name: resource}}),
        "cdk.out/tree.json": '{"tree":' * min(depth, 900) + "1" + "}" * min(depth, 900),
        "cdk.json": random.choice(("{", json.dumps({"app": name}))),
    }


def _serverless(random: Random) -> str:
    name = _quoted(_name(random))
    return random.choice((
        f"service: {name}\nprovider: {{name: aws, runtime: python3.12, iam: {{role: {{statements: ${{self:custom.s}}}}}}}}\ncustom:\n  s: ${{self:custom.s}}\n",
        "service: s\nprovider: {name: aws}\ncustom:\n" + "".join(f"  a{i}: ${{self:custom.a{i + 1}}}${{self:custom.a{i + 1}}}\n" for i in range(40))
        + "  a40: x\nfunctions: {f: {handler: app.handler, environment: {X: '${self:custom.a0}'}}}\n",
        f"service: s\nprovider: ${{file(./serverless.yml):provider}}\nfunctions: ${{file({name})}}\n",
        f"service: s\nprovider: {{name: aws, stage: '${{opt:stage, {name}}}'}}\nfunctions: {{{name}: {{handler: {name}, events: [{{sqs: {name}}}]}}}}\n",
        f"service: s\nplugins: [{name}]\nprovider: {{name: aws}}\nresources:\n  - ${{file(./x.yml)}}\n  - Resources: {{{name}: {{Type: {name}}}}}\n",
    ))  # fmt: skip


def _shell(random: Random) -> str:
    name = _name(random)
    return random.choice((
        f"#!/bin/sh\nset -e\naws s3 cp {name} s3://{name}\n",
        "#!/bin/sh\n" + "x=$x$x\n" * 200 + "aws s3 ls s3://$x\n",
        "f() { f; f; aws s3 ls s3://b; }\nf\n",
        "while :; do aws sqs send-message --queue-url \"$(" * 50 + "echo x" + ")\"; done" * 50 + "\n",
        f"cat <<EOF | sh\naws s3 rm s3://{name}\nEOF\n",
        f"eval \"eval 'eval aws s3 ls {name}'\"\nfor i in $(seq 1 1000000000); do aws s3 ls s3://$i; done\n",
        "aws s3 cp " + "{a,b}" * 40 + " s3://b\n",
        f"case \"$1\" in {name}) aws ec2 run-instances --cli-input-json file://{name};; esac\n",
        f"source {name}; . ./entrypoint.sh; exec \"$0\" \"$@\"\n",
    ))  # fmt: skip


def _pipeline(random: Random) -> dict[str, str]:
    name = _quoted(_name(random))
    return {
        ".github/workflows/deploy.yml": f"on: push\njobs:\n  d:\n    strategy: {{matrix: {{s: [{name}, b]}}}}\n    steps:\n    - uses: aws-actions/configure-aws-credentials@v4\n"
        f"      with: {{role-to-assume: {name}, aws-region: {name}}}\n    - run: |\n        aws s3 sync . s3://${{{{ matrix.s }}}}\n        ./entrypoint.sh {_shell(random).splitlines()[-1]}\n",
        "buildspec.yml": f"version: 0.2\nphases: {{build: {{commands: [{name}, 'aws cloudformation deploy --template-file template.yaml --stack-name x']}}}}\n",
        "Dockerfile": f"FROM python:3.12\nCOPY . .\nARG A={name}\nENTRYPOINT [\"/entrypoint.sh\", {name}]\nCMD {name}\n",
    }  # fmt: skip


def _settings(random: Random) -> dict[str, str]:
    name = _quoted(_name(random))
    text = random.choice((
        f"region = {name}\naccount = {name}\n", f"infra = [{name}]\nexclude = [{name}]\n", "a = " + "[" * random.choice(DEPTHS) + "\n",
        "x = " + "9" * 5_000 + "\n", f"baseline = {name}\n", "entry = 5\n", "[a\n", "\0", "\ufeffregion = 'eu-west-1'\n", f"{name} = true\n", "unused = true\nfail-on = ['missing', 'x']\n",
        "d = 1979-99-99\n", "region = \"\"\"\n" + "a" * 100_000 + "\"\"\"\n", "exclude = ['**/**/**/**/**/*a*a*a*a*a*a*b']\n",
    ))  # fmt: skip
    shared = random.choice(
        (
            "tool = 5\n# tool.policywright\n",
            f"[tool]\npolicywright = {name}\n",
            f"[tool.policywright]\n{text}",
            text,
        )
    )
    return {"policywright.toml": text} if random.random() < 0.5 else {"pyproject.toml": shared}


def _baseline(random: Random) -> str:
    return random.choice((
        "[" * random.choice(DEPTHS), '{"findings": 5}', '{"findings": [5]}', '{"findings": [{"fingerprint": [], "message": {}}]}', "null", "", "\0",
        '{"findings": [{"fingerprint": "a", "message": ' + _quoted(_name(random)) + "}]}", "9" * 5_000, '{"findings": {"a": 1}}',
    ))  # fmt: skip


# --- one project with some of it ---


def _written(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _oddly_named(root: Path, random: Random) -> None:
    """A file whose name is odd, or that is none: links to themselves and outside, pipes, folders."""
    name = _name(random).replace("/", "_").replace("\0", "")[:200].strip(".") or "x"
    path = root / f"{name}{random.choice(('.py', '.yaml', '.tf', '.json', '.ts', ''))}"
    with_text = "import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n"
    kind = random.choice((
        lambda: path.write_text(with_text),
        lambda: path.symlink_to(path.name),
        lambda: path.symlink_to("/dev/zero"),
        lambda: path.symlink_to("/proc/self/mem"),
        lambda: os.mkfifo(path),
        path.mkdir,
        lambda: (root / "pyproject.toml").symlink_to("/dev/zero"),
        lambda: os.mkfifo(root / "pyproject.toml"),
        lambda: (root / ".gitignore").symlink_to("/dev/zero"),
        lambda: (root / "package.json").symlink_to("/dev/zero"),
    ))  # fmt: skip
    with contextlib.suppress(FileExistsError, OSError, ValueError):
        kind()


def project(root: Path, random: Random) -> list[list[str]]:
    """Writes a hostile project; what to run in it."""
    files: dict[str, str] = {}
    for name, make in _LANGUAGES.items():
        if random.random() < 0.4:
            files[name] = make(random)
    some: dict[str, Callable[[Random], str]] = {
        "template.yaml": _template, "main.tf": _terraform, "serverless.yml": _serverless, "entrypoint.sh": _shell, "baseline.json": _baseline,
    }  # fmt: skip
    for name, make in some.items():
        if random.random() < 0.5:
            files[name] = make(random)
    for several in (_cdk, _pipeline, _settings):
        if random.random() < 0.3:
            files |= several(random)
    _written(root, files)
    if random.random() < 0.4:
        _oddly_named(root, random)
    format_ = random.choice(
        (
            "json",
            "policy",
            "markdown",
            "text",
            "html",
            "cloudformation",
            "terraform",
            "cdk-python",
            "cdk-typescript",
            "diff",
        )
    )
    return [
        ["generate", ".", "--format", format_],
        ["check", ".", "--unused", "--format", random.choice(("text", "json", "sarif", "junit", "github")),
         *(["--baseline", "baseline.json"] if "baseline.json" in files else [])],
        ["deploy", ".", "--stack-name", "s", "--region", "eu-west-1", "--account", "123456789012"],
    ]  # fmt: skip
