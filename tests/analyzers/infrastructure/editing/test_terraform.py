"""Terraform: what the reader sees after an edit is what was asked for; the rest of the file is the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analyzers.infrastructure.editing.support import (
    NOWHERE,
    Spelling,
    edit,
    patch,
    stack,
    statements,
    table,
)
from tests.shares import examples

from policywright.analyzers.infrastructure import terraform
from policywright.analyzers.infrastructure.changes import Edit, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.editing.hcl_text import Names
from policywright.analyzers.infrastructure.model import HeldStatement, Resource, Site, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Hole, Text

ACTIONS = ("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "dynamodb:Query")
RESOURCES = {
    '"*"': Const("*"),
    "aws_dynamodb_table.orders.arn": table("aws_dynamodb_table.orders"),
    '"${aws_dynamodb_table.orders.arn}/index/*"': table("aws_dynamodb_table.orders", "/index/*"),
}
NEW = statements("terraform")

Old = tuple[list[str], list[str], bool]
"""Actions, sources of resources, and whether there is a condition."""

HEAD = """resource "aws_dynamodb_table" "orders" {
  name = var.name
}

variable "name" {}

resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = "{}"
}
"""


def listed(values: list[str], several: bool, quoted: bool) -> str:
    texts = [f'"{value}"' if quoted else value for value in values]
    if not several:
        return f"[{', '.join(texts)}]"
    return "[\n" + "".join(f"      {text}, # {index}\n" for index, text in enumerate(texts)) + "    ]"


def data_document(old: list[Old], several: bool) -> str:
    text = 'data "aws_iam_policy_document" "p" {\n'
    for index, (actions, resources, condition) in enumerate(old):
        text += f"  # number {index}\n  statement {{\n    actions   = {listed(actions, several, True)}\n"
        text += f"    resources = {listed(resources, several, False)}\n"
        if condition:
            text += '\n    condition {\n      test     = "StringEquals"\n      variable = "aws:a"\n'
            text += '      values   = ["b"]\n    }\n'
        text += "  }\n\n"
    policy = "data.aws_iam_policy_document.p.json"
    return f'{text}}}\n\nresource "aws_iam_role_policy" "p" {{\n  role   = aws_iam_role.r.id\n  policy = {policy}\n}}\n'


def encoded(old: list[Old], several: bool) -> str:
    text = 'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n  policy = jsonencode({\n'
    text += '    Version = "2012-10-17"\n    Statement = [\n'
    for index, (actions, resources, condition) in enumerate(old):
        text += f'    # number {index}\n    {{\n    Effect = "Allow"\n    Action = {listed(actions, several, True)}\n'
        text += f"    Resource = {listed(resources, several, False)}\n"
        if condition:
            text += '    Condition = { StringEquals = { "aws:a" = "b" } }\n'
        text += "    },\n"
    return text + "    ]\n  })\n}\n"


def heredoc(old: list[Old], several: bool) -> str:
    cells = []
    for actions, resources, condition in old:
        names = ", ".join(f'"{action}"' for action in actions)
        arns = ", ".join(one if one.startswith('"') else f'"${{{one}}}"' for one in resources)
        more = ', "Condition": {"StringEquals": {"aws:a": "b"}}' if condition else ""
        cells.append(f'      {{"Effect": "Allow", "Action": [{names}], "Resource": [{arns}]{more}}}')
    between = ",\n" if several else ",\n\n"
    body = between.join(cells)
    return (
        'resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.id\n  policy = <<EOF\n'
        f'{{ "Version": "2012-10-17",\n  "Statement": [\n{body}\n  ] }}\nEOF\n}}\n'
    )


OLD = st.tuples(
    st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(sorted(RESOURCES)), min_size=1, max_size=3, unique=True),
    st.booleans(),
)


@st.composite
def new(draw: st.DrawFn) -> NewStatement:
    actions, resources, condition = draw(OLD)
    return NewStatement(
        sid=draw(st.sampled_from(("", "New"))),
        actions=tuple(actions),
        resources=tuple(RESOURCES[one] for one in resources),
        conditions=(("StringEquals", "aws:a", (Const("b"),)),) if condition else (),
    )


def said(one: HeldStatement | NewStatement) -> tuple[object, ...]:
    return (_actions(one), set(one.resources), one.conditions)


def _actions(one: HeldStatement | NewStatement) -> set[object]:
    return {value.value if isinstance(value, Const) else value for value in one.actions}


def held(files: ProjectFiles) -> tuple[Stack, tuple[HeldStatement, ...]]:
    (found,) = terraform.read(files)
    (role,) = found.roles
    return found, tuple(one for policy in role.policies for one in policy.statements)


@settings(max_examples=examples(80, 250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    old=st.lists(OLD, min_size=1, max_size=3),
    write=st.sampled_from((data_document, encoded, heredoc)),
    several=st.booleans(),
    newline=st.sampled_from(("\n", "\r\n")),
    data=st.data(),
)
def test_reader_sees_what_was_asked(
    old: list[Old], write: object, several: bool, newline: str, data: st.DataObject
) -> None:
    assert callable(write)
    text = "# é\n" + HEAD + "\n" + str(write(old, several))
    text = text.replace("\n", newline)
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "main.tf").write_bytes(text.encode())
        files = ProjectFiles.below(Path(directory))
        of, before = held(files)
        assert len(before) == len(old)
        edits: list[Edit] = []
        expected: list[tuple[object, ...]] = []
        for one in before:
            assert one.site is not None
            fate = data.draw(st.sampled_from(("keep", "replace", "delete")))
            if fate == "keep":
                expected.append(said(one))
            elif fate == "delete":
                edits.append(Edit(kind="delete", site=one.site))
            else:
                wanted = data.draw(new())
                edits.append(Edit(kind="replace", site=one.site, statements=(wanted,)))
                expected.append(said(wanted))
        appended = data.draw(st.lists(new(), max_size=1))
        if appended:
            site = _list_site(of)
            edits.append(Edit(kind="append", site=site, statements=tuple(appended)))
            expected += [said(one) for one in appended]
        if not edits:
            return
        (found,) = apply(files, of, edits)
        assert found.refused == ()
        (Path(directory) / "main.tf").write_bytes(found.after.encode())
        _, after = held(ProjectFiles.below(Path(directory)))

    got = [said(one) for one in after]
    assert sorted(map(repr, map(_sorted, got))) == sorted(map(repr, map(_sorted, expected)))
    head = (text[: text.index("aws_iam_role") + 1]).encode()
    assert found.after.encode().startswith(head)
    assert newline == "\n" or "\n" not in found.after.replace("\r\n", "")


def _sorted(one: tuple[object, ...]) -> list[object]:
    return [sorted(map(repr, part)) if isinstance(part, set) else part for part in one]


def _list_site(of: Stack) -> Site:
    (policy,) = of.roles[0].policies
    assert policy.statements_site is not None
    return policy.statements_site


def terraform_patch(tmp_path: Path, text: str, *edits: Edit, of: Stack | None = None) -> FilePatch:
    return patch(tmp_path, text, list(edits), of or stack("terraform"))


ROLE = ("resource", "aws_iam_role", "r")


def test_created_twice_is_once(tmp_path: Path) -> None:
    create = edit("create", "main.tf", ROLE, NEW["read"], NEW["pass"], dialect="terraform", name="p")
    once = terraform_patch(tmp_path, HEAD, create)
    assert once.refused == ()
    assert terraform_patch(tmp_path, once.after, create).diff() == ""


def test_created_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "more.tf").write_text('resource "aws_iam_role_policy" "r_policywright" {}\n')
    create = edit("create", "main.tf", ROLE, NEW["read"], dialect="terraform", name="p")
    found = terraform_patch(tmp_path, HEAD, create)
    assert found.refused == (
        "main.tf: create at resource.aws_iam_role.r: aws_iam_role_policy.r_policywright exists in another file",
    )
    assert found.diff() == ""


EACH = """resource "aws_iam_role" "r" {
  for_each           = var.workers
  name               = each.key
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "f" {
  for_each      = %s
  function_name = each.value.name
  role          = aws_iam_role.r[each.key].arn
}
"""


@pytest.mark.parametrize(
    ("over", "same"), [("var.workers", True), ("var.others", False), ("toset(keys(var.workers))", False)]
)
def test_what_is_made_for_each_of_one_map_calls_it_so(tmp_path: Path, over: str, same: bool) -> None:
    """What another block calls ``each.value.name`` is no name in a block that is made for each of other things."""
    called = Text(("arn:aws:sqs:*:*:", Hole(kind="reference", name="each.value.name")))
    new = NewStatement(sid="Send", actions=("sqs:SendMessage",), resources=(called,))
    create = edit("create", "main.tf", ROLE, new, dialect="terraform", name="p")
    made = terraform_patch(tmp_path, EACH % over, create).after
    assert ("for_each = var.workers\n\n  name = " in made) is same
    assert ('"arn:aws:sqs:*:*:${each.value.name}"' in made) is same
    assert ("aws_iam_role.r[each.key].id" in made) is same


USED = (
    HEAD
    + """
data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.p.json
}

resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p.arn
}

resource "aws_instance" "i" {
  depends_on = [aws_iam_role_policy_attachment.p]
}
"""
)


def test_what_is_left_without_statements_goes(tmp_path: Path) -> None:
    gone = edit(
        "delete", "main.tf", ("data", "aws_iam_policy_document", "p", "statement", 0), dialect="terraform"
    )
    found = terraform_patch(tmp_path, USED, gone)
    assert found.refused == ()
    assert found.after == HEAD + '\nresource "aws_instance" "i" {\n}\n'


def test_what_another_file_uses_stays(tmp_path: Path) -> None:
    (tmp_path / "outputs.tf").write_text('output "policy" { value = aws_iam_policy.p.arn }\n')
    gone = edit(
        "delete", "main.tf", ("data", "aws_iam_policy_document", "p", "statement", 0), dialect="terraform"
    )
    found = terraform_patch(tmp_path, USED, gone)
    assert found.diff() == ""
    assert [line.rpartition(": ")[2] for line in found.refused] == [
        "aws_iam_policy.p is used in other places"
    ]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        # The root module names the resource; a module says it as its own variable.
        ("main.tf", "aws_dynamodb_table.orders.arn"),
        ("modules/fn/main.tf", "var.table_arn"),
        # Where no expression is known, the place is a wildcard and the name is what the resource is called.
        (
            "modules/other/main.tf",
            '"arn:${data.aws_partition.here.partition}:dynamodb:*:*:table/shop-orders"',
        ),
    ],
)
def test_names_are_those_of_the_directory(tmp_path: Path, file: str, expected: str) -> None:
    orders = Resource(
        id="aws_dynamodb_table.orders", type="AWS::DynamoDB::Table", span=NOWHERE, name=Const("shop-orders")
    )
    of = Stack(
        name="",
        dialect="terraform",
        files=(),
        resources=(orders,),
        spellings=(
            Spelling(directory="modules/fn", id=orders.id, attribute="arn", expression="var.table_arn"),
            Spelling(
                directory="modules/other",
                id="",
                attribute="partition",
                expression="data.aws_partition.here.partition",
            ),
        ),
    )
    one = NewStatement(sid="", actions=("dynamodb:GetItem",), resources=(table(orders.id),))
    create = edit("create", file, ROLE, one, dialect="terraform", name="p")
    found = terraform_patch(tmp_path, HEAD, create, of=of)
    assert f"Resource = {expected}\n" in found.after


def test_json_that_terraform_generates_is_left_alone(tmp_path: Path) -> None:
    create = edit("create", "main.tf.json", ROLE, NEW["any"], dialect="terraform", name="p")
    found = terraform_patch(tmp_path, "{}", create)
    assert found.refused == (
        "main.tf.json: create at resource.aws_iam_role.r: "
        "Terraform's JSON is written by programs; change what writes it",
    )


MODULE = (
    HEAD
    + """
module "fn" {
  source = "terraform-aws-modules/lambda/aws"

  attach_policy_statements = true
  policy_statements = {
    first = {
      effect    = "Allow"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["*"]
    }
  }

  timeout = 5
}
"""
)
STATEMENTS = ("module", "fn", "policy_statements")


def of_module(root: Path, *edits: Edit) -> str:
    found = terraform_patch(root, MODULE, *edits)
    assert found.refused == ()
    return found.after.removeprefix(HEAD)


def test_several_statements_in_place_of_a_module_s_one(tmp_path: Path) -> None:
    wanted = [
        NewStatement(sid=name, actions=(action,), resources=(Const("*"),))
        for name, action in (("Zeta", "s3:GetObject"), ("Yota", "s3:PutObject"), ("Alpha", "sqs:SendMessage"))
    ]
    made = edit("replace", "main.tf", (*STATEMENTS, "first"), *wanted, dialect="terraform")
    after = of_module(tmp_path, made)
    keys = [line.split()[0] for line in after.splitlines() if line.endswith("= {")]
    assert keys == ["policy_statements", "first", "yota", "alpha"]


def test_a_module_without_statements_attaches_none(tmp_path: Path) -> None:
    gone = edit("delete", "main.tf", (*STATEMENTS, "first"), dialect="terraform")
    after = of_module(tmp_path, gone)
    assert "policy_statements" not in after
    assert "timeout = 5" in after


def test_a_statement_for_a_module_that_loses_its_only_one(tmp_path: Path) -> None:
    gone = edit("delete", "main.tf", (*STATEMENTS, "first"), dialect="terraform")
    new = NewStatement(sid="Send", actions=("sqs:SendMessage",), resources=(Const("*"),))
    more = edit("append", "main.tf", STATEMENTS, new, dialect="terraform")
    after = of_module(tmp_path, gone, more)
    assert "attach_policy_statements = true" in after
    assert "s3:" not in after
    assert 'actions   = ["sqs:SendMessage"]' in after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("module.queue.arn", True),
        ("module.queue.dead_letter.arn", True),
        ("random_id.this.hex", True),
        ("module.queue.random_id.this.hex", False),
        ("module.queue[0].random_id.this[0].hex", False),
        ("module.queue.aws_sqs_queue.this", False),
        ("module.outer.module.queue.arn", False),
    ],
)
def test_nothing_inside_a_module_has_a_name_outside(text: str, said: bool) -> None:
    names = Names(Stack(name=".", dialect="terraform", files=("main.tf",)), ".")
    pattern = Text(("arn:aws:sqs:*:*:", Hole(kind="reference", name=text)))
    assert names.expression(pattern) == (f'"arn:aws:sqs:*:*:${{{text}}}"' if said else '"arn:aws:sqs:*:*:*"')
    assert names.unsaid([pattern]) == (None if said else text)
