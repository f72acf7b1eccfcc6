"""What JavaScript, Go and Java do to what a template sets: the text that comes out, or one that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from tests.invariants.adapter import analyse_shuffled
from tests.shares import drawn

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure.environment import Environment
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.values import Const, Hole, Struct, Text, Value, alternatives

VALUES = Environment(Struct((
    ("A", Const("orders-Dev")), ("B", Const("data/in/")), ("C", Text(("x-", Hole(kind="reference", name="Stage")))),
    ("D", Const("")), ("E", Const("%s/x")),
)))  # fmt: skip

JAVASCRIPT = """\
const path = require("path");
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({});
exports.handler = async (event) => {
  await s3.send(new PutObjectCommand({ Bucket: "b", Key: %s }));
};
"""
GO = """\
package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var _ = path.Join
var _ = strings.ToLower
var _ = fmt.Sprintf

func handle(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	s3.NewFromConfig(cfg).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String(%s)})
}

func main() {
	lambda.Start(handle)
}
"""
JAVA = """\
package app;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    public static void main(String[] args) {
        S3Client.create().putObject(b -> b.bucket("b").key(%s), RequestBody.empty());
    }
}
"""


def shown(value: Value | None) -> str:
    """The alternatives of a text, with stars for what is not known of them."""
    found = []
    for option in alternatives(value) if value is not None else ():
        pieces = (
            option.parts
            if isinstance(option, Text)
            else (option.value if isinstance(option, Const) else Hole,)
        )
        found.append("".join(piece if isinstance(piece, str) else "*" for piece in pieces))
    return "|".join(sorted(found))


def key(file: str, program: str) -> str:
    (call,) = analyse_shuffled({file: program}).code.calls
    return shown(VALUES.call(call).parameters.get("Key"))


@pytest.mark.parametrize(("text", "expected"), [
    ("process.env.A", "orders-Dev"),
    ("process.env.A.toUpperCase()", "ORDERS-DEV"),
    ("process.env.A.toLocaleLowerCase() + '/k'", "orders-dev/k"),
    ("`${process.env.A}.csv`.replace('Dev', 'x')", "*"),
    ("process.env.A.replace('r', '_')", "o_ders-Dev"),
    ("process.env.A.replaceAll('r', '_')", "o_de_s-Dev"),
    ("process.env.A.replace(/r/g, '_')", "*"),
    ("process.env.A.slice(0, 3)", "ord"),
    ("process.env.A.slice(-3)", "Dev"),
    ("process.env.A.substring(7, 3)", "ers-"),
    ("process.env.A.substr(2, 3)", "der"),
    ("process.env.A.split('-')[0]", "*"),
    ("`${0}/${1e3}/${0x1f}`", "0/1000/31"),
    ("process.env.A.trim()", "orders-Dev"),
    ("process.env.A.padStart(20)", "*"),
    ("encodeURIComponent(process.env.B)", "data%2Fin%2F"),
    ("decodeURIComponent(event.key)", "*"),
    ("path.join(process.env.B, 'k')", "data/in/k"),
    ("path.join(process.env.D, 'k')", "k"),
    ("path.join('pre', process.env.B)", "pre/data/in/"),
    ("path.join(process.env.D ?? 'x', 'k')", "k"),
    ("path.basename(process.env.B)", "*"),
    ("process.env.C.toUpperCase() + '/k'", "X-*/k"),
    ("btoa(process.env.A)", "*"),
    ("(process.env.A || 'none').toUpperCase()", "ORDERS-DEV"),
    ("(process.env.D || 'none').toUpperCase()", "|NONE"),
])  # fmt: skip
def test_javascript(text: str, expected: str) -> None:
    assert key("app.js", JAVASCRIPT % text) == expected


PYTHON = """\
import os
import boto3
s3 = boto3.client("s3")
def pick(event):
    if event:
        return "d"
    return os.environ.get("A", "d")
def handler(event, context):
    v = os.getenv("A") or "d"
    w = None
    if event:
        w = os.getenv("A")
    if event:
        v = "d"
    s3.put_object(Bucket="b", Key=%s)
"""


@pytest.mark.parametrize(("text", "expected"), [
    ('os.environ.get("A", "d")', "orders-Dev"),
    ('os.environ.get("A", "d").upper() + "/k"', "ORDERS-DEV/k"),
    ('os.environ.get("A", "d")[:3]', "ord"),
    ('os.environ.get("A", "d").format(event)', "orders-Dev"),
    ('(os.getenv("A") or "d") if event else "d"', "d|orders-Dev"),
    ('"d" if event else os.environ.get("A", "d")', "d|orders-Dev"),
    ("pick(event)", "d|orders-Dev"),
    ("v", "d|orders-Dev"),
    ('w or "d"', "d|orders-Dev"),
    ('v + "/k"', "d/k|orders-Dev/k"),
    ('f"{v}/k".upper()', "D/K|ORDERS-DEV/K"),
    ('os.path.join(v, "k")', "d/k|orders-Dev/k"),
    ('os.environ.get("A", "d") if event else os.environ.get("UNSET", "d")', "*|d|orders-Dev"),
    ('os.environ.get("A", "d") if event else os.environ.get("B", "d")', "d|data/in/|orders-Dev"),
])  # fmt: skip
def test_a_default_that_is_also_chosen_in_python(text: str, expected: str) -> None:
    assert key("app.py", PYTHON % text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("new URL('https://x/' + (process.env.A || 'none')).pathname", "/orders-Dev"),
    ("event.on ? process.env.A || 'none' : 'none'", "none|orders-Dev"),
    ("event.on ? process.env.A ?? 'none' : process.env.A || 'none'", "orders-Dev"),
    ("`${event.on ? process.env.A || 'none' : 'none'}/k`", "none/k|orders-Dev/k"),
    ("(event.on ? 'none' : process.env.A || 'none').toUpperCase()", "NONE|ORDERS-DEV"),
    ("path.join(event.on ? 'none' : process.env.A || 'none', 'k')", "none/k|orders-Dev/k"),
    ("event.on ? process.env.A || 'none' : process.env.UNSET || 'none'", "*|none|orders-Dev"),
])  # fmt: skip
def test_a_default_that_is_also_chosen(text: str, expected: str) -> None:
    assert key("app.js", JAVASCRIPT % text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ('strings.ToUpper(os.Getenv("A"))', "ORDERS-DEV"),
    ('strings.ReplaceAll(os.Getenv("A"), "-", "_")', "orders_Dev"),
    ('strings.Replace(os.Getenv("A"), "r", "_", 1)', "o_ders-Dev"),
    ('strings.Replace(os.Getenv("A"), "r", "_", 2)', "*"),
    ('fmt.Sprintf(os.Getenv("A"), "x")', "orders-Dev"),
    ('fmt.Sprintf(os.Getenv("E")+"/k", "x")', "*/k"),
    ('strings.Replace(os.Getenv("A"), "r", "_", -1)', "o_de_s-Dev"),
    ('strings.TrimPrefix(os.Getenv("A"), "ord")', "ers-Dev"),
    ('strings.TrimSuffix(os.Getenv("B"), "/") + "/k"', "data/in/k"),
    ('strings.Trim("/" + os.Getenv("B"), "/")', "data/in"),
    ('strings.TrimRight(os.Getenv("A"), "ve")', "orders-D"),
    ('strings.Title(os.Getenv("A"))', "*"),
    ('strings.Repeat(os.Getenv("A"), 2)', "*"),
    ('path.Join(os.Getenv("B"), "k")', "data/in/k"),
    ('path.Join(os.Getenv("D"), "k")', "k"),
    ('path.Join("pre", os.Getenv("B"))', "pre/data/in"),
    ('strings.ToUpper(os.Getenv("C"))', "X-*"),
    ('os.Getenv("A")[2:]', "*"),
    ('strings.Split(os.Getenv("A"), "-")[0]', "*"),
])  # fmt: skip
def test_go(text: str, expected: str) -> None:
    assert key("main.go", GO % text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ('System.getenv("A").toUpperCase()', "ORDERS-DEV"),
    ('System.getenv("A").replace("-", "_")', "orders_Dev"),
    ("System.getenv(\"A\").replace('-', '_')", "orders_Dev"),
    ('System.getenv("A").replaceAll("-", "_")', "*"),
    ('System.getenv("A").substring(2)', "*"),
    ('System.getenv("A").trim() + "/k"', "orders-Dev/k"),
    ('" x ".strip() + System.getenv("A")', "xorders-Dev"),
    ('System.getenv("C").toLowerCase()', "x-*"),
    ('String.join("/", System.getenv("A").split("-"))', "*"),
    ('new StringBuilder(System.getenv("A")).reverse().toString()', "*"),
    ('System.getenv("A").repeat(2)', "*"),
    ('String.format("%s/%s", System.getenv("A"), System.getenv("B"))', "orders-Dev/data/in/"),
])  # fmt: skip
def test_java(text: str, expected: str) -> None:
    assert key("App.java", JAVA % text) == expected


def test_a_default_that_is_also_chosen_in_java() -> None:
    program = JAVA.replace(
        "        S3",
        '        String v = Objects.requireNonNullElse(System.getenv("A"), "d");\n        %s\n        S3',
    )
    program = program.replace("import software", "import java.util.Objects;\nimport software", 1)
    assert key("App.java", program % ("", "v")) == "orders-Dev"
    for chosen in ('if (args.length > 0) v = "d";', 'v = args.length > 0 ? v : "d";'):
        assert key("App.java", program % (chosen, "v")) == "d|orders-Dev"
        assert key("App.java", program % (chosen, 'v.toUpperCase() + "/k"')) == "D/k|ORDERS-DEV/k"


def test_a_default_that_is_also_chosen_in_go() -> None:
    program = GO.replace("\tcfg, _", '\tv := cmp.Or(os.Getenv("A"), "d")\n%s\n\tcfg, _')
    program = program.replace('\t"context"', '\t"cmp"\n\t"context"')
    assert key("main.go", program % ("", "v")) == "orders-Dev"
    chosen = '\tif ctx.Err() != nil {\n\t\tv = "d"\n\t}\n'
    assert key("main.go", program % (chosen, "v")) == "d|orders-Dev"
    assert key("main.go", program % (chosen, 'strings.ToUpper(v) + "/k"')) == "D/k|ORDERS-DEV/k"


STRINGS = {
    "python": tuple(name for name in dir(str) if not name.startswith("__")),
    "typescript": (
        "at", "charAt", "codePointAt", "concat", "endsWith", "includes", "indexOf", "localeCompare", "match", "matchAll",
        "normalize", "padEnd", "padStart", "repeat", "replace", "replaceAll", "search", "slice", "split", "startsWith",
        "substr", "substring", "toLowerCase", "toUpperCase", "toString", "trim", "trimEnd", "trimStart",
    ),
    "java": (
        "charAt", "concat", "contains", "endsWith", "equals", "formatted", "indent", "indexOf", "isBlank", "join", "lines",
        "matches", "repeat", "replace", "replaceAll", "replaceFirst", "split", "startsWith", "strip", "stripIndent",
        "substring", "toLowerCase", "toUpperCase", "translateEscapes", "trim",
    ),
    "go": (
        "Clone", "Compare", "Contains", "Cut", "CutPrefix", "CutSuffix", "Fields", "HasPrefix", "Join", "Map", "Repeat",
        "Replace", "ReplaceAll", "Split", "SplitAfter", "SplitN", "Title", "ToLower", "ToTitle", "ToUpper", "Trim",
        "TrimFunc", "TrimLeft", "TrimPrefix", "TrimRight", "TrimSpace", "TrimSuffix",
    ),
}  # fmt: skip
"""Methods of texts; functions of Go's ``strings``."""
GIVEN = ('"a"', "x", "1", '""')
"""A text, something unknown, a number, nothing."""


def _expressions(language: str) -> Iterator[str]:
    for name in STRINGS[language]:
        for count in range(4):
            for given in product(GIVEN, repeat=count):
                for text in ('"a-b"', "t"):
                    if language == "go":
                        yield f"strings.{name}({', '.join((text, *given))})"
                    else:
                        yield f"{text}.{name}({', '.join(given)})"


def _program(language: str, of: int) -> tuple[str, str]:
    """Every method with all kinds of arguments, on a text and on one with a hole; one in so many of them."""
    lines = [one for one in _expressions(language) if drawn("any arguments", one, of)]
    match language:
        case "python":
            calls = "\n".join(f"    s3.put_object(Bucket='b', Key={line})" for line in lines)
            return (
                "app.py",
                f"import boto3\ns3 = boto3.client('s3')\ndef f(x):\n    t = f'a{{x}}b'\n{calls}\n",
            )
        case "typescript":
            calls = "\n".join(f'  s3.putObject({{Bucket: "b", Key: {line}}});' for line in lines)
            head = 'const AWS = require("aws-sdk");\nconst s3 = new AWS.S3();\n'
            return "app.js", f"{head}exports.f = (x) => {{\n  const t = `a${{x}}b`;\n{calls}\n}};\n"
        case "java":
            calls = "\n".join(f'    s3.putObject("b", {line}, "c");' for line in lines)
            head = "package app;\nimport com.amazonaws.services.s3.*;\npublic class App {\n"
            make = "    AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();\n"
            return (
                "App.java",
                f'{head}  void f(String x) {{\n{make}    String t = "a" + x + "b";\n{calls}\n  }}\n}}\n',
            )
    calls = "\n".join(
        f'\ts3.PutObject(ctx, &sdk.PutObjectInput{{Bucket: aws.String("b"), Key: aws.String({line})}})'
        for line in lines
    )
    imports = "\n".join(
        f'\t{line}' for line in (
            '"context"', '"strings"', '"github.com/aws/aws-sdk-go-v2/aws"',
            'sdk "github.com/aws/aws-sdk-go-v2/service/s3"',
        )
    )  # fmt: skip
    head = f"package main\n\nimport (\n{imports}\n)\n\nfunc F(ctx context.Context, s3 *sdk.Client, x string) {{\n"
    return "main.go", f'{head}\tt := "a" + x + "b"\n{calls}\n}}\n'


@pytest.mark.parametrize(
    "of", [pytest.param(4, id="quick"), pytest.param(1, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("language", STRINGS)
def test_methods_of_texts_with_any_arguments(language: str, of: int, tmp_path: Path) -> None:
    """Whatever is passed to them, also what the language itself would refuse."""
    name, text = _program(language, of)
    (tmp_path / name).write_text(text)
    analysis = analyse([tmp_path], Options())
    assert not [one for one in analysis.unresolved if one.code is UnresolvedCode.INTERNAL]
    assert {grant.action for policy in analysis.policies for grant in policy.grants} == {"s3:PutObject"}
