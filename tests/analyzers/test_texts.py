"""What JavaScript, Go and Java do to what a template sets: the text that comes out, or one that is not known."""

from __future__ import annotations

import pytest
from tests.invariants.adapter import analyse_shuffled

from policywright.analyzers.infrastructure.environment import Environment
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
