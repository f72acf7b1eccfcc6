"""Expressions: what Terraform would compute, and holes for what only a deployment knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policywright.analyzers.infrastructure.model import Stack
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Unknown, Value

MAIN = """
variable "stage" {{ default = "dev" }}
variable "on" {{ type = bool }}
variable "names" {{ default = ["a", "b"] }}
variable "set" {{}}
data "aws_caller_identity" "me" {{}}
data "aws_region" "here" {{}}
data "aws_partition" "p" {{}}
data "aws_region" "far" {{ provider = aws.far }}
locals {{
  list  = ["x", "y"]
  map   = {{ b = "2", a = "1" }}
  deep  = {{ one = {{ handler = "h", n = 3 }} }}
  loop  = local.loop
}}
resource "aws_sqs_queue" "q" {{ name = "jobs-${{var.stage}}" }}
resource "aws_sqs_queue" "two" {{
  count = 2
  name  = "n${{count.index}}"
}}
resource "aws_other" "o" {{
  name = "o"
  box {{ size = 1 }}
}}
resource "aws_lambda_function" "f" {{
  environment {{
    variables = {{ X = {expression} }}
  }}
}}
"""
QUEUE_ARN = (
    "arn:",
    Hole(kind="partition"),
    ":sqs:",
    Hole(kind="region"),
    ":",
    Hole(kind="account"),
    ":",
    Hole(kind="reference", name="aws_sqs_queue.q"),
)
STAGE = Hole(kind="parameter", name="var.stage")


def texts(*parts: str) -> Items:
    return Items(tuple(Const(part) for part in parts))


def parameter(name: str) -> Text:
    return Text((Hole(kind="parameter", name=name),))


def reference(name: str) -> Text:
    return Text((Hole(kind="reference", name=name),))


KNOWN: list[tuple[str, Value]] = [
    # Literals, templates, operators
    ('"a\\n\\"b\\" $${c}"', Const('a\n"b" ${c}')),
    ("1 + 2 * 3", Const(7)),
    ("10 / 4", Const(2.5)),
    ("!(1 > 2) && true", Const(True)),
    ('"${1}-${true}"', Const("1-true")),
    ('"x" == "x" ? "yes" : "no"', Const("yes")),
    ('"%{ if 1 > 2 }a%{ else }b%{ endif }c"', Const("bc")),
    ('"%{ for x in local.list ~} ${x}, %{~ endfor }"', Const("x,y,")),
    # What is not known
    ("var.stage", parameter("var.stage")),
    ("var.set.inner[0]", parameter("var.set.inner[0]")),
    ('"a-${var.stage}"', Text(("a-", STAGE))),
    ('var.on ? "a" : "b"', OneOf((Const("a"), Const("b")))),
    ('"${var.on ? "a" : null}-x"', Const("a-x")),
    ("terraform.workspace", parameter("terraform.workspace")),
    ('rsadecrypt("a", "b")', Unknown("unknown-function: rsadecrypt")),
    ("local.loop", Unknown("cycle")),
    # Places
    ("data.aws_caller_identity.me.account_id", Text((Hole(kind="account"),))),
    ("data.aws_region.here.name", Text((Hole(kind="region"),))),
    ("data.aws_partition.p.partition", Text((Hole(kind="partition"),))),
    ("data.aws_region.far.name", reference("data.aws_region.far.name")),
    ("data.aws_vpc.missing.id", Unknown("no-such-template-value")),
    # Resources
    ("aws_sqs_queue.q.arn", Text(QUEUE_ARN)),
    ("aws_sqs_queue.q.name", reference("aws_sqs_queue.q")),
    ('"${aws_sqs_queue.q.arn}/*"', Text((*QUEUE_ARN, "/*"))),
    ("aws_sqs_queue.two[1].name", reference("aws_sqs_queue.two[1]")),
    (
        "aws_sqs_queue.two[*].name",
        Items((reference("aws_sqs_queue.two[0]"), reference("aws_sqs_queue.two[1]"))),
    ),
    ("aws_sqs_queue.two.*.name[1]", reference("aws_sqs_queue.two[1]")),
    ("values(local.deep).*.handler[0]", Const("h")),
    ("aws_other.o.name", Const("o")),
    ("aws_other.o.box[0].size", Const(1)),
    ("aws_other.o.secret", reference("aws_other.o.secret")),
    # Collections
    ('[for i, x in local.list : "${i}${x}" if x != "x"]', texts("1y")),
    ("{ for k, v in local.map : v => upper(k) }", Struct((("2", Const("B")), ("1", Const("A"))))),
    ('{ for x in ["a1", "a2"] : substr(x, 0, 1) => x... }', Struct((("a", texts("a1", "a2")),))),
    ('[for x in var.set : "p-${x}"]', Items((Text(("p-", Hole(kind="unknown"))),), open=True)),
    ("local.deep.one.handler", Const("h")),
    ('local.deep["one"].n', Const(3)),
    ("local.list[1]", Const("y")),
    ("local.map[var.stage]", OneOf((Const("2"), Const("1")))),
    ("values(local.deep)[*].handler", texts("h")),
    # Functions
    ('format("%s-%03d-%%", var.stage, 7)', Text((STAGE, "-007-%"))),
    ('join("-", [var.stage, "x"])', Text((STAGE, "-x"))),
    ("concat(local.list, [1])", Items((Const("x"), Const("y"), Const(1)))),
    ("merge(local.map, { a = 3 })", Struct((("b", Const("2")), ("a", Const(3))))),
    ("keys(local.map)", texts("a", "b")),
    ('lower("A-${upper("b")}")', Const("a-b")),
    ('lower("A-${var.stage}")', Text(("a-", Hole(kind="reference", name="lower(var.stage)")))),
    ('replace("a.b.c", ".", "-")', Const("a-b-c")),
    ('replace("ab12", "/[0-9]+/", "n")', Const("abn")),
    ('replace(var.stage, "a", "b")', reference('replace(var.stage, "a", "b")')),
    ('split(",", "a,b")', texts("a", "b")),
    ('lookup(local.map, "c", "none")', Const("none")),
    ("element(local.list, 3)", Const("y")),
    ('coalesce(null, "", "c")', Const("c")),
    ('coalesce(var.stage, "c")', OneOf((parameter("var.stage"), Const("c")))),
    ("try(local.list[9], local.map.b)", Const("2")),
    ('try(local.nothing, "d")', Const("d")),
    ("one([])", Const(None)),
    ('flatten([["a"], [["b"], "c"]])', texts("a", "b", "c")),
    ('toset(["b", "a", "b"])', texts("a", "b")),
    ('compact(["", "a", null])', texts("a")),
    ('zipmap(["k"], [1])', Struct((("k", Const(1)),))),
    ('[for p in setproduct(["a"], [1, 2]) : "${p[0]}${p[1]}"]', texts("a1", "a2")),
    ("length(local.list)", Const(2)),
    ('"x-${var.stage}" == null ? "a" : "b"', Const("b")),
    ('null != local.list ? "a" : "b"', Const("a")),
    ('null == null ? "a" : "b"', Const("a")),
    ('contains(local.list, "x")', Const(True)),
    ('basename("a/b.zip")', Const("b.zip")),
    ('jsonencode({ b = [1, null], a = "x" })', Const('{"a":"x","b":[1,null]}')),
    ('jsondecode("{\\"a\\": [1]}").a[0]', Const(1)),
    ("jsondecode(jsonencode({ a = var.stage })).a", parameter("var.stage")),
    ("path.module", Const(".")),
    # What is called after the folder of the project is called after a checkout.
    ("basename(abspath(path.root))", reference("basename(abspath(path.root))")),
    ("basename(path.cwd)", reference("basename(path.cwd)")),
    ('basename(abspath("${path.root}/queue"))', Const("queue")),
    ('basename(dirname(abspath("a/b/c.zip")))', Const("b")),
    ('split("/", abspath(path.root))', reference('split("/", abspath(path.root))')),
    ('file("${path.module}/note.txt")', Const("hello\n")),
    ('templatefile("t.tpl", { who = var.stage })', Text(("hi ", STAGE, "\n"))),
    ('[for f in fileset(path.module, "*.{tpl,txt}") : f]', texts("note.txt", "t.tpl")),
    ('file("missing.txt")', Text((Hole(kind="unknown"),))),
]


@pytest.mark.parametrize(("expression", "expected"), KNOWN, ids=[expression for expression, _ in KNOWN])
def test_value(stack: Callable[..., Stack], expression: str, expected: Value) -> None:
    found = stack(MAIN.format(expression=expression), {"note.txt": "hello\n", "t.tpl": "hi ${who}\n"})
    assert found.workloads[0].environment.get("X") == expected


def test_values_of_variables_come_from_tfvars_and_never_from_defaults(stack: Callable[..., Stack]) -> None:
    """A text stays the variable, whose usual value the file says: another stage sets another."""
    found = stack(
        MAIN.format(expression='"${var.stage}${var.on}"'),
        {
            "terraform.tfvars": 'stage = "test"\non = false\n',
            "z.auto.tfvars": "on = true\n",
            "prod.tfvars": "size = 3\n",
        },
    )
    assert found.workloads[0].environment.get("X") == Text((STAGE, "true"))
    assert dict(found.defaults)["var.stage"] == "test"


def test_what_another_file_of_variables_sets_otherwise_is_open(stack: Callable[..., Stack]) -> None:
    found = stack(
        MAIN.format(expression='"${var.stage}${var.on}"'),
        {
            "terraform.tfvars": 'stage = "test"\non = true\n',
            "prod.tfvars": 'stage = "prod"\n',
        },
    )
    assert found.workloads[0].environment.get("X") == Text((STAGE, "true"))


def test_heredocs(stack: Callable[..., Stack]) -> None:
    text = '<<-EOT\n      a $${b}\n        "c" ${var.stage}\n      EOT\n'
    found = stack(MAIN.format(expression=text))
    value = found.workloads[0].environment.get("X")
    assert isinstance(value, Text)
    assert [part for part in value.parts if isinstance(part, Hole)] == [STAGE]
    assert "".join(part for part in value.parts if isinstance(part, str)).split() == ["a", "${b}", '"c"']


def test_replace_keeps_what_is_around_a_hole_and_the_json_of_a_document(stack: Callable[..., Stack]) -> None:
    found = stack(MAIN.format(expression='replace("a_${var.stage}_b", "_", "-")'))
    inner = Hole(kind="reference", name='replace(var.stage, "_", "-")')
    assert found.workloads[0].environment.get("X") == Text(("a-", inner, "-b"))
    found = stack(
        MAIN.format(
            expression='jsondecode(replace("{\\"n\\": \\"1\\", \\"s\\": \\"${var.stage}\\"}", "/\\"(\\\\d+)\\"/", "$1"))'
        )
    )
    assert found.workloads[0].environment.get("X") == Struct((("n", Const(1)), ("s", parameter("var.stage"))))
