"""Objects that hold others of their kind, all of which a method walks: work grows with their number, not with its
square, and what each names is granted, once each."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.counts import count

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import resource_texts

PYTHON = """\
import boto3

s3 = boto3.client("s3")


class Node:
    def __init__(self, name):
        self.name = name
        self.held = []

    def visit_all(self, force):
        s3.delete_bucket(Bucket=self.name)
        for one in self.held:
            if isinstance(one, Node):
                one.visit_all(force)


class Leaf(Node):
    pass


def hold(outer, inner):
    outer.held.append(inner)


def build():
    root = Node("root")
{body}
    return root


build().visit_all(True)
"""
TYPESCRIPT = """\
import {{ DeleteBucketCommand, S3Client }} from "@aws-sdk/client-s3";

const s3 = new S3Client({{}});

class Node {{
  held: Node[] = [];
  constructor(private name: string) {{}}
  async clear() {{
    await s3.send(new DeleteBucketCommand({{ Bucket: this.name }}));
    await Promise.all(this.held.map((one) => one.clear()));
  }}
}}

class Leaf extends Node {{}}

function hold(outer: Node, inner: Node) {{
  outer.held.push(inner);
}}

function build(): Node {{
  const root = new Node("root");
{body}
  return root;
}}

build().clear();
"""
GO = """\
package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Node struct {{
	name string
	held []*Node
}}

func (n *Node) Clear(client *s3.Client) {{
	client.DeleteBucket(context.TODO(), &s3.DeleteBucketInput{{Bucket: aws.String(n.name)}})
	for _, one := range n.held {{
		one.Clear(client)
	}}
}}

func hold(outer, inner *Node) {{
	outer.held = append(outer.held, inner)
}}

func build() *Node {{
	root := &Node{{name: "root"}}
{body}
	return root
}}

func main() {{
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	build().Clear(s3.NewFromConfig(cfg))
}}
"""
JAVA = """\
package app;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

class Node {{
    private static final S3Client S3 = S3Client.create();
    private final String name;
    private final List<Node> held = new ArrayList<>();

    Node(String name) {{
        this.name = name;
    }}

    void hold(Node one) {{
        held.add(one);
    }}

    void clear() {{
        S3.deleteBucket(b -> b.bucket(name));
        held.forEach(one -> one.clear());
    }}

    static Node build() {{
        Node root = new Node("root");
{body}
        return root;
    }}

    public static void main(String[] args) {{
        build().clear();
    }}
}}
"""
LANGUAGES = {
    "python": ("tree.py", PYTHON, "    n{0} = {1}('b{0}')\n    hold(root, n{0})\n    hold(n{0}, n{2})\n", ("Node", "Leaf")),
    "typescript": (
        "tree.ts", TYPESCRIPT, "  const n{0} = new {1}('b{0}');\n  hold(root, n{0});\n  hold(n{0}, n{2});\n",
        ("Node", "Leaf"),
    ),
    "go": (
        "tree.go", GO, '\tn{0} := &{1}{{name: "b{0}"}}\n\thold(root, n{0})\n\thold(n{0}, n{2})\n', ("Node", "Node")
    ),
    "java": (
        "src/main/java/app/Node.java", JAVA,
        '        Node n{0} = new {1}("b{0}");\n        root.hold(n{0});\n        n{0}.hold(n{2});\n', ("Node", "Node"),
    ),
}  # fmt: skip
OBJECTS = (40, 160)
PLAIN = {
    "python": ("        s3.delete_bucket(Bucket=self.name)\n", "        print(self.name)\n"),
    "typescript": (
        "    await s3.send(new DeleteBucketCommand({{ Bucket: this.name }}));\n",
        "    console.log(this.name);\n",
    ),
    "go": (
        "\tclient.DeleteBucket(context.TODO(), &s3.DeleteBucketInput{{Bucket: aws.String(n.name)}})\n",
        "\tprintln(n.name)\n",
    ),
    "java": ("        S3.deleteBucket(b -> b.bucket(name));\n", "        System.out.println(name);\n"),
}
"""What a method does with its own object instead of the request, which another one makes."""


def written(directory: Path, language: str, size: int, *, plain: bool) -> Path:
    path, program, line, kinds = LANGUAGES[language]
    lines = [line.format(number, kinds[number % 2], max(number - 1, 0)) for number in range(size)]
    target = directory / str(size) / path
    target.parent.mkdir(parents=True)
    target.write_text((program.replace(*PLAIN[language]) if plain else program).format(body="".join(lines)))
    return directory / str(size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_walked_keeps_its_name(language: str, tmp_path: Path) -> None:
    size = OBJECTS[0]
    found = analyse([written(tmp_path, language, size, plain=False)], Options(infrastructure=False))
    granted = {
        text for policy in found.policies for grant in policy.grants
        if grant.action == "s3:DeleteBucket" for text in resource_texts(grant.resources)
    }  # fmt: skip
    assert granted == {f"arn:aws:s3:::{name}" for name in ("root", *(f"b{number}" for number in range(size)))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_objects_that_hold_each_other_are_walked_once(language: str, tmp_path: Path) -> None:
    few, many = (count(written(tmp_path, language, size, plain=True)) for size in OBJECTS)
    assert many.edges < 4.5 * few.edges
