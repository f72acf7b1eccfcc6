"""Whatever is unknown gets something: the client is said, the object's method and the function are called.

Every way in which a receiver may be unknown meets everything that matters to a request, in each language. A row of
one of the tables is a way in which a need could be lost in silence.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.model import UnresolvedCode


class Language(NamedTuple):
    """A program with a hole for the call, what is unknown, and what it may get."""

    file: str
    entry: str
    program: str
    unknown: dict[str, str]
    client: dict[str, str]
    calling: dict[str, str]


PYTHON = Language(
    "app.py", "app.py:handler",
    """
import boto3
s3 = boto3.client("s3")
later = None
class Repo:
    def save(self):
        s3.put_object(Bucket="saved", Key="k")
class Job:
    store = None
    def __init__(self, task):
        self.task = task
    def go(self, event, passed):
        {}
def store():
    s3.put_object(Bucket="saved", Key="k")
def handler(event, context):
    Job(context.task).go(event, event["passed"])
""",
    {"parameter": "passed.use", "field": "self.task.use", "never set": "self.store.use", "global": "later.use",
     "item": "event['a'].use", "function": "event['a']", "result": "passed.make().use"},
    {"client": "(s3)", "named": "(client=s3)", "listed": "([s3])", "session": "(boto3.Session())",
     "within": "({'client': s3})"},
    {"object": "(Repo())", "function": "(store)", "method": "(Repo().save)", "lambda": "(lambda: store())"},
)  # fmt: skip
TYPESCRIPT = Language(
    "app.ts", "app.ts:handler",
    """
import {{ PutObjectCommand, S3Client }} from "@aws-sdk/client-s3";
declare const later: any;
const s3 = new S3Client({{}});
class Repo {{
  async save() {{ await s3.send(new PutObjectCommand({{ Bucket: "saved", Key: "k" }})); }}
}}
class Job {{
  store: any;
  constructor(private task: any) {{}}
  async go(event: any, passed: any) {{
    {};
  }}
}}
async function store() {{ await new Repo().save(); }}
export const handler = async (event: any, context: any) => {{
  await new Job(context.task).go(event, event.passed);
}};
""",
    {"parameter": "passed.use", "field": "this.task.use", "never set": "this.store.use", "global": "later.use",
     "item": "event['a'].use", "function": "event.a", "result": "passed.make().use"},
    {"client": "(s3)", "named": "({ client: s3 })", "listed": "([s3])"},
    {"object": "(new Repo())", "function": "(store)", "method": "(() => new Repo().save())"},
)  # fmt: skip
GO = Language(
    "main.go", "main.go:main",
    """
package main
import (
	"context"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"example.com/acme/tasks"
)
type Runner interface {{ Use(x any) }}
type Repo struct {{ c *s3.Client }}
func (r *Repo) Save() {{ r.c.PutObject(context.TODO(), &s3.PutObjectInput{{Bucket: aws.String("saved"), Key: aws.String("k")}}) }}
var later Runner
type App struct {{ task *tasks.Task }}
func (a *App) run(passed Runner, client *s3.Client) {{
	{}
}}
func main() {{
	lambda.Start(func(ctx context.Context) error {{
		cfg, _ := config.LoadDefaultConfig(ctx)
		var a App
		a.run(tasks.Get(), s3.NewFromConfig(cfg))
		return nil
	}})
}}
""",
    {"parameter": "passed.Use", "field": "a.task.Use", "global": "later.Use"},
    {"client": "(client)", "listed": "([]*s3.Client{client})"},
    {"object": "(&Repo{client})", "function": "(func() { (&Repo{client}).Save() })",
     "method": "((&Repo{client}).Save)"},
)  # fmt: skip
JAVA = Language(
    "App.java", "App.java:App.run",
    """
package app;
import com.acme.tasks.Task;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
public class App {{
    interface Own {{ void use(Object x); }}
    static final S3Client s3 = S3Client.create();
    public static class Repo {{
        public void save() {{ s3.putObject(b -> b.bucket("saved").key("k"), RequestBody.empty()); }}
    }}
    private final Task task;
    private final Own own;
    Task later;
    public App(Task task, Own own) {{ this.task = task; this.own = own; }}
    public void run(Task passed) {{
        {};
    }}
}}
""",
    {"parameter": "passed.use", "field": "task.use", "interface": "own.use", "never set": "later.use"},
    {"client": "(s3)", "listed": "(List.of(s3))"},
    {"object": "(new Repo())", "lambda": "(() -> new Repo().save())", "method": "(new Repo()::save)"},
)  # fmt: skip
LANGUAGES = {"python": PYTHON, "typescript": TYPESCRIPT, "go": GO, "java": JAVA}
CLIENTS = [(name, *pair) for name, one in LANGUAGES.items() for pair in product(one.unknown, one.client)]
CALLING = [(name, *pair) for name, one in LANGUAGES.items() for pair in product(one.unknown, one.calling)]


@pytest.mark.parametrize(("language", "unknown", "given"), CLIENTS)
def test_a_client_is_said(language: str, unknown: str, given: str, tmp_path: Path) -> None:
    one = LANGUAGES[language]
    found = _analysed(one, one.unknown[unknown] + one.client[given], tmp_path)
    codes = {item.code for item in found.unresolved}
    assert codes & {UnresolvedCode.DYNAMIC_CODE, UnresolvedCode.LIBRARY}, found.unresolved


@pytest.mark.parametrize(("language", "unknown", "given"), CALLING)
def test_what_it_may_call_is_called(language: str, unknown: str, given: str, tmp_path: Path) -> None:
    one = LANGUAGES[language]
    found = _analysed(one, one.unknown[unknown] + one.calling[given], tmp_path)
    assert "s3:PutObject" in {grant.action for policy in found.policies for grant in policy.grants}


def _analysed(one: Language, call: str, directory: Path) -> Analysis:
    (directory / one.file).write_text(one.program.format(call))
    if one.file.endswith(".go"):
        (directory / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    return analyse([directory], Options(entries=(one.entry,)))


PYTHON_HOLDER = ("holder.py", "class Holder:\n    def __init__(self, inner):\n        self.inner = inner\n"
                 "    def find(self, key):\n        return self.inner{}\n")  # fmt: skip
TYPESCRIPT_HOLDER = ("holder.js", "class Holder {{ constructor(inner) {{ this.inner = inner }}"
                     " find(key) {{ return this.inner{} }} }}\nmodule.exports = Holder\n")  # fmt: skip
HELD = {
    "client": (PYTHON_HOLDER, "client", ".get_item(TableName='T', Key=key)"),
    "paginator": (PYTHON_HOLDER, "client.get_paginator('query')", ".paginate(TableName='T')"),
    "method": (PYTHON_HOLDER, "client.get_item", "(TableName='T', Key=key)"),
    "listed method": (PYTHON_HOLDER, "[client.get_item]", "[0](TableName='T', Key=key)"),
    "partial": (PYTHON_HOLDER, "functools.partial(client.get_item, TableName='T')", "(Key=key)"),
    "partial with a client": (PYTHON_HOLDER, "functools.partial(asks, client)", "(key)"),
    "table": (PYTHON_HOLDER, "boto3.resource('dynamodb').Table('T')", ".get_item(Key=key)"),
    "library": (TYPESCRIPT_HOLDER, "dynamoose.model('T', {})", ".get(key)"),
    "document": (TYPESCRIPT_HOLDER, "new AWS.DynamoDB.DocumentClient()", ".get({TableName: 'T', Key: key})"),
}  # fmt: skip
"""What makes requests that an object may have: the file of its class says nothing of AWS."""
MAKING = {
    "holder.py": ("app.py", "import functools\nimport boto3\nimport unknown\nfrom holder import Holder\n"
                  "client = boto3.client('dynamodb')\ndef asks(on, key):\n"
                  "    return on.get_item(TableName='T', Key=key)\n"
                  "server = unknown.Server(Holder({}))\ndef handler(event, context):\n"
                  "    return server.run(event)\n"),
    "holder.js": ("app.js", "const AWS = require('aws-sdk'); const dynamoose = require('dynamoose')\n"
                  "const {{ Server }} = require('unknown'); const Holder = require('./holder')\n"
                  "const server = new Server(new Holder({}))\nexports.handler = event => server.run(event)\n"),
}  # fmt: skip


@pytest.mark.parametrize("held", HELD)
def test_methods_are_called_that_ask_through_what_their_object_holds(held: str, tmp_path: Path) -> None:
    (file, holder), made, asking = HELD[held]
    own, program = MAKING[file]
    (tmp_path / file).write_text(holder.format(asking))
    (tmp_path / own).write_text(program.format(made))
    found = analyse([tmp_path], Options(entries=(f"{own}:handler",)))
    granted = {grant.action for policy in found.policies for grant in policy.grants}
    assert granted & {"dynamodb:GetItem", "dynamodb:Query"}, found.unresolved
