"""Many short programs in which something is there on some paths only, with the requests that each may make.

``LANGUAGE.txt`` has one after the other: ``== what it is about => A B``, then what stands outside of functions, and behind
a line ``--`` what stands in the handler (all of it, where there is no such line). ``A`` to ``D`` make a request each; ``u()`` is
something unknown. ``!C`` says that C is never called, whatever happens: a program that is certain stays so. ``?B`` may be
called and is lost as yet: where it is found, the mark has to go. Other actions are written out.

``K(text)`` puts an object of that key: ``K=a|b`` says which keys these are, no fewer and no more (``*``: any).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import resource_texts

HERE = Path(__file__).parent
ACTIONS = {
    "A": "s3:ListAllMyBuckets", "B": "dynamodb:ListTables", "C": "sqs:ListQueues", "D": "sns:ListTopics",
}  # fmt: skip
FILES = {"python": "app.py", "typescript": "app.ts", "go": "main.go", "java": "App.java"}
HEADS = {
    "python": '''import boto3
from unseen import u


def A(*_): boto3.client("s3").list_buckets()
def B(*_): boto3.client("dynamodb").list_tables()
def C(*_): boto3.client("sqs").list_queues()
def D(*_): boto3.client("sns").list_topics()
def K(key): boto3.client("s3").put_object(Bucket="b", Key=key)
''',
    "typescript": '''import { S3 } from "@aws-sdk/client-s3";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SQS } from "@aws-sdk/client-sqs";
import { SNS } from "@aws-sdk/client-sns";
import { u } from "unseen";

function A(): any { return new S3({}).listBuckets({}); }
function B(): any { return new DynamoDB({}).listTables({}); }
function C(): any { return new SQS({}).listQueues({}); }
function D(): any { return new SNS({}).listTopics({}); }
function K(key: any): any { return new S3({}).putObject({ Bucket: "b", Key: key }); }
''',
    "go": '''func A() { s3.NewFromConfig(aws.Config{}).ListBuckets(context.TODO(), nil) }
func B() { dynamodb.NewFromConfig(aws.Config{}).ListTables(context.TODO(), nil) }
func C() { sqs.NewFromConfig(aws.Config{}).ListQueues(context.TODO(), nil) }
func D() { sns.NewFromConfig(aws.Config{}).ListTopics(context.TODO(), nil) }
func K(key string) {
	s3.NewFromConfig(aws.Config{}).PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String(key)})
}
func u() bool { return unseen.Told() }
func us() string { return unseen.Text() }
func un() int { return unseen.Number() }
func ue() error { return unseen.Fails() }
''',
    "java": '''    static void A() { software.amazon.awssdk.services.s3.S3Client.create().listBuckets(); }
    static void B() { software.amazon.awssdk.services.dynamodb.DynamoDbClient.create().listTables(); }
    static void C() { software.amazon.awssdk.services.sqs.SqsClient.create().listQueues(); }
    static void D() { software.amazon.awssdk.services.sns.SnsClient.create().listTopics(); }
    static void K(String key) {
        software.amazon.awssdk.services.s3.S3Client.create().putObject(
            software.amazon.awssdk.services.s3.model.PutObjectRequest.builder().bucket("b").key(key).build(),
            software.amazon.awssdk.core.sync.RequestBody.empty());
    }
    static boolean u() { return org.unseen.Unseen.told(); }
    static String us() { return org.unseen.Unseen.text(); }
    static int un() { return org.unseen.Unseen.number(); }
''',
}  # fmt: skip
ENTRIES = {
    "python": "app.py:handler", "typescript": "app.ts:handler", "go": "main.go:main", "java": "App.java:handleRequest",
}  # fmt: skip
GO_IMPORTS = (
    "context", "github.com/aws/aws-sdk-go-v2/aws", "github.com/aws/aws-sdk-go-v2/service/dynamodb",
    "github.com/aws/aws-sdk-go-v2/service/s3", "github.com/aws/aws-sdk-go-v2/service/sns",
    "github.com/aws/aws-sdk-go-v2/service/sqs", "example.org/unseen",
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """One of them."""

    language: str
    title: str
    called: frozenset[str]
    never: frozenset[str]
    """What is found for none of these, right or not yet."""
    keys: frozenset[str] | None
    """Those of the objects that it puts, where it says so."""
    outside: str
    inside: str

    def text(self) -> str:
        match self.language:
            case "python":
                body = "\n".join(f"    {line}" for line in self.inside.splitlines())
                return f"{HEADS['python']}\n{self.outside}\ndef handler(event, context):\n{body}\n"
            case "typescript":
                handler = f"export async function handler(event: any) {{\n{self.inside}\n}}\n"
                return f"{HEADS['typescript']}\n{self.outside}\n{handler}"
            case "go":
                own = re.findall(r'^import "(.*)"$', self.outside, re.MULTILINE)
                rest = re.sub(r"^import .*\n?", "", self.outside, flags=re.MULTILINE)
                imports = "\n".join(f'\t"{one}"' for one in dict.fromkeys((*GO_IMPORTS, *own)))
                head = f"package main\n\nimport (\n{imports}\n)\n\n{HEADS['go']}"
                return f"{head}\n{rest}\nfunc main() {{\n{self.inside}\n}}\n"
        own = re.findall(r"^import .*$", self.outside, re.MULTILINE)
        rest = re.sub(r"^import .*\n?", "", self.outside, flags=re.MULTILINE)
        imports = "\n".join((*own, "import java.util.*;", "import com.amazonaws.services.lambda.runtime.*;"))
        interface = "RequestHandler<Map<String, String>, String>"
        handler = (
            "    public String handleRequest(Map<String, String> event, Context context) {\n"
            f"        run(event);\n        return null;\n    }}\n\n"
            f"    static void run(Map<String, String> event) {{\n{self.inside}\n    }}\n"
        )
        return f"package app;\n\n{imports}\n\npublic class App implements {interface} {{\n{HEADS['java']}{rest}\n{handler}}}\n"


def programs(language: str, text: str) -> Iterator[Program]:
    for one in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = one.partition("\n")
        title, _, letters = heading.rpartition(" => ")
        outside, found, inside = body.strip("\n").partition("\n--\n")
        told = [one for one in letters.split() if not one.startswith("K=")]
        keys = [frozenset(one[2:].split("|")) for one in letters.split() if one.startswith("K=")]
        yield Program(
            language, title, frozenset(one for one in told if one[0] not in "!?"),
            frozenset(one[1:] for one in told if one[0] in "!?"), keys[0] if keys else None,
            outside if found else "", inside if found else outside,
        )  # fmt: skip


ALL = [
    one for language in FILES for one in programs(language, (HERE / f"{language}.txt").read_text("utf-8"))
]  # fmt: skip


def granted(program: Program, directory: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The actions, and the keys of objects that are put."""
    (directory / FILES[program.language]).write_text(program.text(), "utf-8")
    analysis = analyse([directory], Options(entries=(ENTRIES[program.language],)))
    assert not analysis.skipped
    grants = [grant for policy in analysis.policies for grant in policy.grants]
    found = {grant.action for grant in grants}
    keys = {
        one.removeprefix("arn:aws:s3:::b/")
        for grant in grants if grant.action == "s3:PutObject" for one in resource_texts(grant.resources)
    }  # fmt: skip
    return frozenset(letter for letter, action in ACTIONS.items() if action in found) | found, frozenset(keys)


@pytest.mark.parametrize("program", [pytest.param(one, id=f"{one.language}: {one.title}") for one in ALL])
def test_nothing_that_may_be_called_is_lost(program: Program, tmp_path: Path) -> None:
    found, keys = granted(program, tmp_path)
    assert program.called <= found
    assert not program.never & found
    assert program.keys is None or program.keys == keys


def test_each_program_has_a_name_of_its_own() -> None:
    names = [(one.language, one.title) for one in ALL]
    assert len(names) == len(set(names))
    assert {one.language for one in ALL} == set(FILES)
