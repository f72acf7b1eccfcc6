"""What is reached from one entry point: through frameworks, shared code and wrapped handlers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from policywright.analyzers import findings, parts
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.discovery import discover
from policywright.analyzers.findings import Separate, analyse_separately
from policywright.analyzers.program import Program
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Unknown, alternatives


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def actions(root: Path, *entries: str) -> set[str]:
    analysis = analyse([root], Options(entries=entries))
    return {grant.action for policy in analysis.policies for grant in policy.grants}


def separate(root: Path, groups: Sequence[Sequence[str]], *, rest: bool = True) -> Separate:
    return analyse_separately(discover([root]), Operations(shared_store()), groups, rest=rest)


def operations(found: Separate, group: int) -> set[str]:
    return {call.operation for call in found.groups[group].calls}


POWERTOOLS = """
import boto3
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
app = APIGatewayRestResolver()
s3 = boto3.client("s3")

@app.get("/orders")
def orders():
    return s3.list_objects_v2(Bucket="orders")

def unused():
    s3.delete_bucket(Bucket="orders")

def handler(event, context):
    return app.resolve(event, context)
"""
MANGUM = """
import boto3
from fastapi import FastAPI
from mangum import Mangum
app = FastAPI()

@app.post("/jobs")
async def create(job: dict):
    boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody="x")

handler = Mangum(app)
"""
EXPRESS = """
const express = require("express");
const serverless = require("serverless-http");
const { S3Client, GetObjectCommand, DeleteObjectCommand } = require("@aws-sdk/client-s3");
const client = new S3Client({});
const app = express();
app.get("/file", async (req, res) => res.send(await client.send(new GetObjectCommand({ Bucket: "b", Key: "k" }))));
const remove = () => client.send(new DeleteObjectCommand({ Bucket: "b", Key: "k" }));
exports.handler = serverless(app);
"""
RESOLVERS = """
import { ApolloServer } from "@apollo/server";
import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda";
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
const db = new DynamoDBClient({});
const resolvers = { Query: { orders: async () => db.send(new QueryCommand({ TableName: "orders" })) } };
const server = new ApolloServer({ typeDefs: "", resolvers });
export const handler = startServerAndCreateLambdaHandler(server);
"""
CALLBACKS = """
const AWS = require("aws-sdk");
const s3 = new AWS.S3();
const sns = new AWS.SNS();
function load(Bucket, done) {
  s3.getObject({ Bucket, Key: "k" }, (error, data) => done(error, data && data.Body));
}
exports.handler = (event, context, callback) => {
  load("b", (error, body) => {
    if (error) return callback(error);
    sns.publish({ TopicArn: "arn:aws:sns:eu-west-1:123456789012:t", Message: body }, callback);
  });
};
"""
CURRIED = """
const { metricScope } = require("aws-embedded-metrics");
const AWS = require("aws-sdk");
const table = new AWS.DynamoDB.DocumentClient();
exports.handler = metricScope((metrics) => async (event) => {
  await table.put({ TableName: "orders", Item: event }).promise();
});
"""
INSTANCE = """
const { wrap } = require("some-framework");
const AWS = require("aws-sdk");
const table = new AWS.DynamoDB.DocumentClient();
class Handler {
  async handle(event) {
    await table.delete({ TableName: "orders", Key: event }).promise();
  }
}
exports.handler = wrap(new Handler());
"""
DATACLASS = """
import boto3
from dataclasses import dataclass

@dataclass
class Store:
    name: str

    def put(self):
        boto3.client("s3").put_object(Bucket=self.name, Key="k")

    def wipe(self):
        boto3.client("s3").delete_bucket(Bucket=self.name)

def handler(event, context):
    Store("b").put()
"""


@pytest.mark.parametrize(
    ("name", "text", "entry", "wanted"),
    [
        ("powertools.py", POWERTOOLS, "handler", {"s3:ListBucket"}),
        ("mangum.py", MANGUM, "handler", {"sqs:SendMessage"}),
        ("express.js", EXPRESS, "handler", {"s3:GetObject"}),
        ("callbacks.js", CALLBACKS, "handler", {"s3:GetObject", "sns:Publish"}),
        ("curried.js", CURRIED, "handler", {"dynamodb:PutItem"}),
        ("instance.js", INSTANCE, "handler", {"dynamodb:DeleteItem"}),
        ("graph.ts", RESOLVERS, "handler", {"dynamodb:Query"}),
        ("records.py", DATACLASS, "handler", {"s3:PutObject"}),
    ],
)
def test_what_a_framework_calls_belongs_to_the_handler(
    tmp_path: Path, name: str, text: str, entry: str, wanted: set[str]
) -> None:
    write(tmp_path, {name: text})
    assert actions(tmp_path, f"{name}:{entry}") == wanted


SHARED = """
import boto3
table = boto3.resource("dynamodb")

def save(name, item):
    table.Table(name).put_item(Item=item)

def load(name, key):
    return table.Table(name).get_item(Key=key)
"""


def test_functions_that_share_code_are_told_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shared/store.py": SHARED,
            "a/app.py": "from shared.store import save\ndef handler(e, c):\n    save('orders', e)\n",
            "b/app.py": "from shared.store import load\ndef handler(e, c):\n    return load('users', e)\n",
            "admin.py": "import boto3\n\ndef main():\n    boto3.client('iam').list_users()\n",
        },
    )
    found = separate(tmp_path, [["a/app.py:handler"], ["b/app.py:handler"], ["c/app.py:handler"]])
    assert [operations(found, group) for group in range(3)] == [{"PutItem"}, {"GetItem"}, set()]
    assert found.missing == ((), (), ("c/app.py:handler",))
    assert {call.operation for call in found.rest.calls} == {"ListUsers"}


def test_two_handlers_of_one_module_that_a_library_decorates(tmp_path: Path) -> None:
    text = """
import boto3
from somewhere import wrap
s3 = boto3.client("s3")

@wrap
def one(event, context):
    s3.get_object(Bucket="b", Key="k")

@wrap
def two(event, context):
    s3.put_object(Bucket="b", Key="k")
"""
    write(tmp_path, {"app.py": text})
    found = separate(tmp_path, [["app.py:one"], ["app.py:two"]], rest=False)
    assert operations(found, 0) == {"GetObject"}
    assert operations(found, 1) == {"PutObject"}


MIDDY = """
import middy from "@middy/core";
import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
const client = new S3Client({});
export async function one(event) {
  await client.send(new GetObjectCommand({ Bucket: "b", Key: "k" }));
}
export async function two(event) {
  await client.send(new PutObjectCommand({ Bucket: "b", Key: "k" }));
}
const wrapAll = () => {
  middy(one).use({});
  middy(two).use({});
};
wrapAll();
"""
WRAPPED = """
import boto3
from somewhere import wrap
s3 = boto3.client("s3")

def read(event, context):
    s3.get_object(Bucket="b", Key="k")

def write(event, context):
    s3.put_object(Bucket="b", Key="k")

one = wrap(read)
two = wrap(write)
"""


@pytest.mark.parametrize(("name", "text"), [("app.ts", MIDDY), ("app.py", WRAPPED)], ids=["known", "unknown"])
def test_two_handlers_of_one_module_that_a_library_wraps(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {name: text})
    assert actions(tmp_path, f"{name}:one") == {"s3:GetObject"}
    assert actions(tmp_path, f"{name}:two") == {"s3:PutObject"}


def test_what_a_handler_uses_of_what_is_wrapped_like_it(tmp_path: Path) -> None:
    text = WRAPPED.replace("def read(event, context):", "def read(event, context):\n    two(event, context)")
    write(tmp_path, {"app.py": text})
    assert actions(tmp_path, "app.py:one") == {"s3:GetObject", "s3:PutObject"}


def test_a_directory_is_everything_below_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "fn/jobs.py": "import boto3\n\ndef run(bucket):\n    boto3.client('s3').list_objects_v2(Bucket=bucket)\n",
            "fn/main.py": "from jobs import run\n\ndef start():\n    run('inbox')\n",
            "other.py": "import boto3\n\ndef other():\n    boto3.client('iam').list_users()\n",
        },
    )
    found = separate(tmp_path, [["fn/"]])
    assert operations(found, 0) == {"ListObjectsV2"}
    assert {call.operation for call in found.rest.calls} == {"ListUsers"}


PASSED = {
    "store.py": """
import boto3
s3 = boto3.client("s3")

def put(bucket):
    s3.put_object(Bucket=bucket, Key="k", Body="")

def save(bucket):
    put(bucket)
""",
    **{
        f"{one}.py": f"from store import save\ndef handler(e, c):\n    save('{one}')\n"
        for one in ("one", "two")
    },
}
SET = {
    "config.py": "import boto3\n\nclass Config:\n    def __init__(self):\n        self.bucket = None\n\nconfig = Config()\n",
    "store.py": "import boto3\nfrom config import config\n\ndef save():\n"
    "    boto3.client('s3').put_object(Bucket=config.bucket, Key='k', Body='')\n",
    **{
        f"{one}.py": f"from config import config\nfrom store import save\n"
        f"def handler(e, c):\n    config.bucket = '{one}'\n    save()\n"
        for one in ("one", "two")
    },
}
TYPESCRIPT = {
    "store.ts": """
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const client = new S3Client({});
export const settings: { bucket?: string } = {};
export async function save() {
  await client.send(new PutObjectCommand({ Bucket: settings.bucket, Key: "k", Body: "" }));
}
""",
    **{
        f"{one}.ts": 'import { save, settings } from "./store";\n'
        f'export const handler = async () => {{\n  settings.bucket = "{one}";\n  await save();\n}};\n'
        for one in ("one", "two")
    },
}
GO = {
    "go.mod": "module example.com/app\n\ngo 1.22\n",
    "store/store.go": """package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var Bucket string

func Save(ctx context.Context, client *s3.Client) {
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(Bucket), Key: aws.String("k")})
}
""",
    **{
        f"{one}/main.go": f"""package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"example.com/app/store"
)

func main() {{
	store.Bucket = "{one}"
	store.Save(context.Background(), s3.NewFromConfig(aws.Config{{}}))
}}
"""
        for one in ("one", "two")
    },
}
JAVA = {
    "app/Store.java": """package app;

import software.amazon.awssdk.services.s3.S3Client;

class Store {
    static String bucket;
    static void save() {
        S3Client.create().putObject(request -> request.bucket(bucket).key("k"), (java.nio.file.Path) null);
    }
}
""",
    **{
        f"app/{name}.java": f"""package app;

public class {name} {{
    public void handle(String event) {{
        Store.bucket = "{one}";
        Store.save();
    }}
}}
"""
        for one, name in (("one", "One"), ("two", "Two"))
    },
}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first", "last"])
@pytest.mark.parametrize(
    ("files", "entries"),
    [
        (PASSED, ("one.py:handler", "two.py:handler")),
        (SET, ("one.py:handler", "two.py:handler")),
        (TYPESCRIPT, ("one.ts:handler", "two.ts:handler")),
        (GO, ("one/main.go", "two/main.go")),
        (JAVA, ("app/One.java:handle", "app/Two.java:handle")),
    ],
    ids=["passed", "set", "typescript", "go", "java"],
)
def test_what_one_entry_point_leaves_behind_is_not_the_others(
    tmp_path: Path, files: Mapping[str, str], entries: tuple[str, str], order: tuple[int, int]
) -> None:
    """Arguments of a helper's helper, and variables of modules, are those of one program alone."""
    write(tmp_path, files)
    found = separate(tmp_path, [[entries[number]] for number in order])
    buckets = [
        {value for call in code.calls for value in alternatives(call.parameters.get("Bucket") or Unknown())}
        for code in found.groups
    ]
    assert [own - {Const(None)} for own in buckets] == [{Const(("one", "two")[number])} for number in order]
    assert found.rest.calls == ()


@pytest.mark.plain
def test_a_group_costs_what_it_reaches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many other groups there are. The text of what they share is read once."""
    read: list[parts.Part] = []

    class Recorded(parts.Basis):
        def __init__(self, program: Program, part: parts.Part, operations: Operations) -> None:
            read.append(part)
            super().__init__(program, part, operations)

    monkeypatch.setattr(findings, "Basis", Recorded)
    library = SHARED + "".join(
        f"\ndef step{number}(item):\n    return step{number - 1}(item)\n"
        if number
        else "\ndef step0(item):\n    save('orders', item)\n"
        for number in range(30)
    )
    costs: set[int] = set()
    for count in (5, 50):
        root = tmp_path / str(count)
        write(root, {"library.py": library})
        write(
            root,
            {
                f"f{number}/app.py": f"from library import step29\ndef handler(e, c):\n    step29('{number}')\n"
                for number in range(count)
            },
        )
        found = separate(root, [[f"f{number}/app.py:handler"] for number in range(count)])
        assert all(operations(found, group) == {"PutItem"} for group in range(count))
        costs.update(code.counters.updates for code in found.groups)
        assert [len(part) for part in read] == [count + 1]
        read.clear()
    assert len(costs) == 1


def test_a_handler_that_a_library_makes_is_said_to_be_one(tmp_path: Path) -> None:
    text = "import boto3\nfrom somewhere import make\n\nhandler = make('orders')\n\n\ndef other(event, context):\n    boto3.client('s3').list_buckets()\n"
    write(tmp_path, {"app.py": text})
    found = separate(tmp_path, [["app.py:handler"], ["app.py:other"]])
    assert found.opaque == (("app.py:handler",), ())


def test_what_a_program_imports_is_not_run_as_one(tmp_path: Path) -> None:
    module = (
        "import boto3\n\ndef go():\n    boto3.client('s3').list_buckets()\n\nif __name__ == '__main__':\n"
    )
    write(
        tmp_path,
        {
            "tools.py": module + "    boto3.client('iam').list_users()\n",
            "run.py": "import boto3\nimport tools\n\nif __name__ == '__main__':\n    tools.go()\n",
        },
    )
    assert actions(tmp_path, "run.py") == {"s3:ListAllMyBuckets"}
    assert actions(tmp_path, "tools.py") == {"iam:ListUsers"}


def test_what_a_module_does_as_a_program_is_not_the_handlers(tmp_path: Path) -> None:
    text = """
import boto3

def handler(event, context):
    boto3.client("s3").list_buckets()

if __name__ == "__main__":
    boto3.client("iam").list_users()
"""
    write(tmp_path, {"app.py": text})
    assert operations(separate(tmp_path, [["app.py:handler"]]), 0) == {"ListBuckets"}
    assert actions(tmp_path) == {"s3:ListAllMyBuckets", "iam:ListUsers"}
