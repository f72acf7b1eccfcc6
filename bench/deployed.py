"""Writes projects of many functions with their templates, and measures what the templates cost.

``python -m bench.deployed`` says for each project how much CPU ``generate`` takes with its templates (a role for
each function, and a patch) and without (``--no-infra``: all of the code at once), in one process. Every function is
evaluated by itself, so that it gets nothing of what another one does: what several functions share is evaluated for
each. The work of that is on record as ``deployed/...`` in ``counts.json`` (``bench.counts``), without a clock.

What one evaluation for several could save: in a Java service of 33 roles the roles' evaluations are two thirds of all CPU,
and look at 8,572 functions of which 1,496 are others; 209 are in more than half of the roles. So hardly any two
have parts of their own alone, and an engine that has both lets each have what the other one stores in a field
of what they share: it would grant more. Where the parts are apart (40 workers) there is nothing to share; half
of what templates cost there is reading and comparing them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.handed import written

FUNCTIONS = 129
WORKERS = 40
SHARING = 30

_HANDLER = """const {{ DynamoDBClient, GetItemCommand, PutItemCommand }} = require('@aws-sdk/client-dynamodb');
const {{ S3Client, GetObjectCommand }} = require('@aws-sdk/client-s3');
const next = require('./h{next}');
const db = new DynamoDBClient({{}});
const s3 = new S3Client({{}});
async function load(id) {{
  return db.send(new GetItemCommand({{ TableName: process.env.TABLE, Key: {{ id: {{ S: id }} }} }}));
}}
async function save(id, v) {{
  return db.send(new PutItemCommand({{ TableName: process.env.TABLE, Item: {{ id: {{ S: id }}, v: {{ S: v }} }} }}));
}}
async function read(key) {{
  return s3.send(new GetObjectCommand({{ Bucket: process.env.BUCKET, Key: `f{n}/${{key}}` }}));
}}
exports.read = read;
exports.handler = async (event) => {{
  const x = await load(event.id);
  if (event.save) await save(event.id, JSON.stringify(x));
  if (event.deep) await next.read(event.key);
  return {{ statusCode: 200, body: JSON.stringify(await read(event.key)) }};
}};
"""
_SERVICE = """service: many
provider:
  name: aws
  runtime: nodejs20.x
  environment:
    TABLE: many-${sls:stage}
    BUCKET: many-bucket
  iam:
    role:
      statements:
        - Effect: Allow
          Action: ['dynamodb:*']
          Resource: '*'
functions:
"""
_WORKER = """import json, os
import boto3

s3 = boto3.client("s3")

def load(key):
    return json.loads(s3.get_object(Bucket=os.environ["BUCKET"], Key=f"in/{key}")["Body"].read())

def handler(event, context):
    found = load(event["k"])
    s3.put_object(Bucket=os.environ["BUCKET"], Key="out/" + event["k"], Body=json.dumps(found))
"""
_MODULE = """variable "name" { type = string }
variable "bucket" { type = string }
variable "bucket_arn" { type = string }

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.root}/src/${var.name}"
  output_path = "${path.root}/build/${var.name}.zip"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:*"]
      Resource = ["${var.bucket_arn}/*"]
    }]
  })
}

resource "aws_lambda_function" "this" {
  function_name    = var.name
  role             = aws_iam_role.this.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.code.output_path
  source_code_hash = data.archive_file.code.output_base64sha256
  environment {
    variables = { BUCKET = var.bucket }
  }
}
"""
_CALL = """resource "aws_s3_bucket" "b{n}" {{ bucket = "many-b{n}" }}

module "f{n}" {{
  source     = "./worker"
  name       = "f{n}"
  bucket     = aws_s3_bucket.b{n}.bucket
  bucket_arn = aws_s3_bucket.b{n}.arn
}}
"""
_LIBRARY = """import boto3

class Store{n}:
    def __init__(self, table):
        self.table = boto3.resource("dynamodb").Table(table)
    def load(self, key):
        return self.table.get_item(Key={{"id": key}}).get("Item")
    def save(self, item):
        self.table.put_item(Item=item)
        return item
"""
_USING = """import os
from shared import {stores}

def handler(event, context):
    stores = [{made}]
    for store in stores:
        store.save(store.load(event["id"]))
    return Store{n}(os.environ["TABLE"]).load(event["id"])
"""
_OWN = """  F{n}:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: f{n}.handler, Runtime: python3.12, Environment: {{Variables: {{TABLE: t{n}}}}}}}
"""


def serverless(directory: Path) -> None:
    """Functions under the one role of a service, each with a file of its own that imports another's."""
    files = {
        f"src/h{n}.js": _HANDLER.format(n=n, next=(n * 7 + 1) % FUNCTIONS if n % 5 else 0)
        for n in range(FUNCTIONS)
    }
    files["serverless.yml"] = _SERVICE + "".join(
        f"  f{n}:\n    handler: src/h{n}.handler\n    events:\n      - httpApi: 'GET /f{n}'\n"
        for n in range(FUNCTIONS)
    )
    written(directory, files)


def terraform(directory: Path) -> None:
    """Calls of one module, each with code of its own."""
    files = {f"src/f{n}/app.py": _WORKER for n in range(WORKERS)}
    files["worker/main.tf"] = _MODULE
    files["main.tf"] = "\n".join(_CALL.format(n=n) for n in range(WORKERS))
    written(directory, files)


def sharing(directory: Path) -> None:
    """Functions that all use the whole of one library."""
    stores = ", ".join(f"Store{n}" for n in range(SHARING))
    made = ", ".join(f'Store{n}("table{n}")' for n in range(SHARING))
    files = {f"src/f{n}.py": _USING.format(n=n, stores=stores, made=made) for n in range(SHARING)}
    files["src/shared.py"] = "\n".join(_LIBRARY.format(n=n) for n in range(SHARING)).replace(
        "\nimport boto3\n", ""
    )
    files["template.yaml"] = "Transform: AWS::Serverless-2016-10-31\nResources:\n" + "".join(
        _OWN.format(n=n) for n in range(SHARING)
    )
    written(directory, files)


PROJECTS: Mapping[str, Callable[[Path], None]] = {
    "serverless": serverless,
    "terraform": terraform,
    "sharing": sharing,
}


def write(directory: Path, name: str) -> Path:
    """Writes a project; where it is."""
    PROJECTS[name](directory)
    return directory


def main() -> None:
    from bench.run import PROGRAM, measure

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3, help="the least of so many runs counts (default: 3)")
    parser.add_argument("directories", type=Path, nargs="*", help="other projects with templates")
    asked = parser.parse_args()
    alone = {"POLICYWRIGHT_ONE_PROCESS": "1"}
    with tempfile.TemporaryDirectory(prefix="policywright-deployed-") as name:
        places = {one: write(Path(name).resolve() / one, one) for one in PROJECTS}
        places.update((place.name, place) for place in asked.directories)
        for title, place in places.items():
            both = [
                measure([PROGRAM, "generate", place, "--format", "diff", *more], asked.repeat, alone).cpu
                for more in ((), ("--no-infra",))
            ]
            print(
                f"{title:30} {both[0]:7.2f} s with templates, {both[1]:7.2f} s without: {both[0] / both[1]:.2f}"
            )


if __name__ == "__main__":
    main()
