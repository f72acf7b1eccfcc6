"""Roles and every way in which Terraform gives them policies, with the sites that an editor needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policywright.analyzers.infrastructure.model import HeldPolicy, Role, Site, Stack
from policywright.analyzers.infrastructure.terraform import locate
from policywright.knowledge.values import Const, Hole, Text, Unknown

Make = Callable[..., Stack]
ROLE = """
resource "aws_iam_role" "r" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]
    }
  }
}
"""
DOCUMENT = '{ Statement = [{ Sid = "A", Effect = "Allow", Action = "a:B", Resource = ["*"] }] }'


def role(stack: Stack, id: str = "aws_iam_role.r") -> Role:
    found = stack.role(id)
    assert found is not None
    return found


def only(stack: Stack) -> HeldPolicy:
    (policy,) = role(stack).policies
    return policy


def path(site: Site | None) -> tuple[str | int, ...]:
    assert site is not None and site.dialect == "terraform"
    return site.path


def test_role(stack: Make) -> None:
    found = stack(ROLE)
    assert role(found).name == Const("worker")
    assert role(found).services == ("lambda.amazonaws.com", "edgelambda.amazonaws.com")
    assert path(role(found).owner) == ("resource", "aws_iam_role", "r")
    assert role(found).policies == () and role(found).boundary is None
    assert found.problems == ()


# Every way to hold the same document, and where its one statement is.
HELD = {
    "jsonencode": (
        f'resource "aws_iam_role_policy" "p" {{\n  role = aws_iam_role.r.id\n  policy = jsonencode({DOCUMENT})\n}}',
        ("resource", "aws_iam_role_policy", "p", "policy", "jsonencode()", 0, "Statement", 0),
        "object",
    ),
    "heredoc": (
        'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.name\n  policy = <<EOF\n'
        '{"Statement": [{"Sid": "A", "Effect": "Allow", "Action": ["a:B"], "Resource": "*"}]}\nEOF\n}',
        ("resource", "aws_iam_role_policy", "p", "policy", "<json>", "Statement", 0),
        "json-object",
    ),
    "a single statement": (
        'resource "aws_iam_role_policy" "p" {\n  role = "worker"\n  policy = jsonencode('
        '{ Statement = { Sid = "A", Effect = "Allow", Action = "a:B", Resource = "*" } })\n}',
        ("resource", "aws_iam_role_policy", "p", "policy", "jsonencode()", 0, "Statement"),
        "object",
    ),
    "data": (
        'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n'
        "  policy = data.aws_iam_policy_document.d.json\n}\n"
        'data "aws_iam_policy_document" "d" {\n'
        '  statement {\n    sid = "A"\n    actions = ["a:B"]\n    resources = ["*"]\n  }\n}',
        ("data", "aws_iam_policy_document", "d", "statement", 0),
        "block",
    ),
    "inline": (
        "locals { document = jsonencode(" + DOCUMENT + ") }\n"
        'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n  policy = local.document\n}',
        ("locals", 0, "document", "jsonencode()", 0, "Statement", 0),
        "object",
    ),
    "attachment": (
        f'resource "aws_iam_policy" "c" {{\n  name = "c"\n  policy = jsonencode({DOCUMENT})\n}}\n'
        'resource "aws_iam_role_policy_attachment" "a" {\n'
        "  role = aws_iam_role.r.name\n  policy_arn = aws_iam_policy.c.arn\n}",
        ("resource", "aws_iam_policy", "c", "policy", "jsonencode()", 0, "Statement", 0),
        "object",
    ),
    "attachments": (
        f'resource "aws_iam_policy" "c" {{\n  name = "c"\n  policy = jsonencode({DOCUMENT})\n}}\n'
        'resource "aws_iam_policy_attachment" "a" {\n'
        '  name = "x"\n  roles = [aws_iam_role.r.name]\n  policy_arn = aws_iam_policy.c.arn\n}',
        ("resource", "aws_iam_policy", "c", "policy", "jsonencode()", 0, "Statement", 0),
        "object",
    ),
}


@pytest.mark.parametrize("way", HELD)
def test_statement_and_its_site(stack: Make, way: str) -> None:
    main, where, kind = HELD[way]
    policy = only(stack(ROLE + main))
    (statement,) = policy.statements
    assert (statement.sid, statement.effect) == ("A", "Allow")
    assert statement.actions == (Const("a:B"),)
    assert statement.resources == (Const("*"),)
    assert policy.opaque is None
    assert path(statement.site) == where
    place = locate(ROLE + main, where)
    assert place is not None and place[2] == kind
    assert (place[0], place[1]) == (statement.span.start_byte, statement.span.end_byte)
    assert policy.statements_site is not None
    assert locate(ROLE + main, policy.statements_site.path) is not None


def test_an_attached_policy_is_deleted_by_its_attachment(stack: Make) -> None:
    policy = only(stack(ROLE + HELD["attachment"][0]))
    assert policy.kind == "customer-managed"
    assert path(policy.site) == ("resource", "aws_iam_role_policy_attachment", "a")


def test_inline_blocks_and_managed_arns_of_the_role(stack: Make) -> None:
    found = stack(f"""
resource "aws_iam_role" "r" {{
  assume_role_policy  = "{{}}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
  inline_policy {{}}
  inline_policy {{
    name   = "own"
    policy = jsonencode({DOCUMENT})
  }}
}}
""")
    own, managed = role(found).policies
    assert (own.name, own.kind, path(own.site)) == (
        "own",
        "inline",
        ("resource", "aws_iam_role", "r", "inline_policy", 1),
    )
    assert managed.kind == "aws-managed" and managed.name == "AWSLambdaBasicExecutionRole"
    assert path(managed.site) == ("resource", "aws_iam_role", "r", "managed_policy_arns", 0)
    assert {str(action.value) for one in managed.statements for action in one.actions if isinstance(action, Const)} == {
        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
    }  # fmt: skip


def test_managed_policy_by_name_and_partition(stack: Make) -> None:
    found = stack(
        ROLE
        + """
data "aws_partition" "p" {}
data "aws_iam_policy" "xray" { name = "AWSXRayDaemonWriteAccess" }
resource "aws_iam_role_policy_attachment" "a" {
  for_each   = toset([
    "arn:${data.aws_partition.p.partition}:iam::aws:policy/AmazonSQSReadOnlyAccess",
    data.aws_iam_policy.xray.arn,
  ])
  role       = aws_iam_role.r.name
  policy_arn = each.value
}
"""
    )
    assert sorted(policy.name for policy in role(found).policies) == [
        "AWSXRayDaemonWriteAccess",
        "AmazonSQSReadOnlyAccess",
    ]
    assert all(policy.kind == "aws-managed" for policy in role(found).policies)


def test_dynamic_statements_conditions_sources_and_overrides(stack: Make) -> None:
    main = (
        ROLE
        + """
resource "aws_sqs_queue" "q" { for_each = toset(["a", "b"]) }
data "aws_iam_policy_document" "base" {
  statement {
    sid         = "Base"
    actions     = ["x:Y"]
    resources   = ["*"]
  }
  statement {
    effect        = "Deny"
    not_actions   = ["x:*"]
    not_resources = ["arn:aws:s3:::b"]
    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-west-1"]
    }
  }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({ Statement = [{ Sid = "Base", Effect = "Allow", Action = "x:Z", Resource = "*" }] })]
  dynamic "statement" {
    for_each = aws_sqs_queue.q
    iterator = queue
    content {
      actions   = ["sqs:SendMessage"]
      resources = [queue.value.arn]
    }
  }
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.d.json
}
"""
    )
    policy = only(stack(main))
    base, deny, first, second = policy.statements
    assert base.actions == (Const("x:Z"),)
    assert path(base.site)[:5] == ("data", "aws_iam_policy_document", "d", "override_policy_documents", 0)
    assert (deny.effect, deny.not_actions, deny.not_resources) == (
        "Deny",
        (Const("x:*"),),
        (Const("arn:aws:s3:::b"),),
    )
    assert deny.conditions == (("StringEquals", "aws:RequestedRegion", (Const("eu-west-1"),)),)
    names = [part.name for one in (first, second) for value in one.resources if isinstance(value, Text)
             for part in value.parts if isinstance(part, Hole) and part.kind == "reference"]  # fmt: skip
    assert names == ['aws_sqs_queue.q["a"]', 'aws_sqs_queue.q["b"]']
    assert path(first.site) == (
        "data",
        "aws_iam_policy_document",
        "d",
        "dynamic",
        "statement",
        0,
        "content",
        0,
    )
    assert first.site == second.site
    assert path(policy.statements_site) == ("data", "aws_iam_policy_document", "d")


def test_files_and_template_files(stack: Make) -> None:
    found = stack(
        ROLE
        + """
resource "aws_sqs_queue" "q" {}
resource "aws_iam_role_policy" "file" {
  role   = aws_iam_role.r.id
  policy = file("${path.module}/policy.json")
}
resource "aws_iam_role_policy" "template" {
  role   = aws_iam_role.r.id
  policy = templatefile("policy.tftpl", { arn = aws_sqs_queue.q.arn, debug = var.debug })
}
variable "debug" {}
""",
        {
            "policy.json": '{"Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}\n',
            "policy.tftpl": (
                '{"Statement": [\n{"Effect": "Allow", "Action": "sqs:*", "Resource": "${arn}"}'
                '%{ if debug }, {"Effect": "Allow", "Action": "d:E", "Resource": "*"}%{ endif }\n]}\n'
            ),
        },
    )
    file, template = role(found).policies
    (statement,) = file.statements
    assert statement.site == Site(file="policy.json", dialect="terraform", path=("<json>", "Statement", 0))
    assert (statement.span.file, statement.span.line) == ("policy.json", 1)
    assert [one.actions for one in template.statements] == [(Const("sqs:*"),), (Const("d:E"),)]
    assert template.opaque == "parts of it depend on a condition"
    assert all(one.site is None for one in template.statements)


def test_what_is_not_known_is_said(stack: Make) -> None:
    found = stack(
        ROLE
        + """
variable "arn" {}
variable "actions" {}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = var.arn
}
resource "aws_iam_role_policy" "choice" {
  role   = aws_iam_role.r.id
  policy = var.arn == "x" ? jsonencode({ Statement = [] }) : file("missing.json")
}
resource "aws_iam_role_policy" "open" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = concat(["a:B"], var.actions), Resource = "*" }] })
}
resource "aws_iam_role_policy" "more" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Statement = concat([], var.actions) })
}
"""
    )
    choice, opened, more, attached = role(found).policies
    assert attached.name == "var.arn" and attached.opaque is not None
    assert choice.opaque is not None and more.opaque is not None
    assert opened.opaque is None
    assert opened.statements[0].actions == (Const("a:B"), Unknown("unknown-template-value"))


def test_a_policy_for_several_roles_names_them_all(stack: Make) -> None:
    found = stack(
        """
resource "aws_iam_role" "r" {
  for_each           = toset(["a", "b"])
  name               = "role-${each.key}"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "p" {
  for_each = aws_iam_role.r
  role     = each.value.id
  policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = "a:B", Resource = each.value.arn }] })
}
"""
    )
    ids = ('aws_iam_role.r["a"]', 'aws_iam_role.r["b"]')
    assert tuple(one.id for one in found.roles) == ids
    assert [one.policies[0].shared_by for one in found.roles] == [ids, ids]


def test_boundary_and_roles_from_elsewhere(stack: Make) -> None:
    found = stack(
        """
data "aws_iam_role" "theirs" { name = "theirs" }
resource "aws_iam_policy" "limit" { policy = jsonencode({ Statement = [] }) }
resource "aws_iam_role" "r" {
  assume_role_policy   = "{}"
  permissions_boundary = aws_iam_policy.limit.arn
}
resource "aws_iam_role_policy" "p" {
  role   = data.aws_iam_role.theirs.name
  policy = jsonencode({ Statement = [] })
}
resource "aws_lambda_function" "f" { role = "arn:aws:iam::123456789012:role/path/outside" }
"""
    )
    boundary = role(found).boundary
    assert boundary is not None and (boundary.kind, boundary.name) == ("customer-managed", "limit")
    theirs = role(found, "data.aws_iam_role.theirs")
    assert theirs.external and theirs.owner is None and len(theirs.policies) == 1
    (function,) = found.workloads
    assert function.role == "arn:aws:iam::123456789012:role/path/outside"
    assert role(found, function.role).name == Const("outside")


@pytest.mark.parametrize(
    ("given", "resources"),
    [
        (
            "jsonencode([aws_sqs_queue.a.arn, aws_sqs_queue.b.arn])",
            ["${aws_sqs_queue.a}", "${aws_sqs_queue.b}"],
        ),
        ("jsonencode(aws_sqs_queue.a.arn)", ["${aws_sqs_queue.a}"]),
        ("jsonencode(local.nothing)", [None]),
    ],
)
def test_json_put_into_a_template_is_read(stack: Make, given: str, resources: list[str | None]) -> None:
    """``"Resource": ${arns}`` in a file, where ``arns`` is the text of a list."""
    text = f"""
resource "aws_sqs_queue" "a" {{}}
resource "aws_sqs_queue" "b" {{}}
resource "aws_iam_role_policy" "p" {{
  role   = aws_iam_role.r.id
  policy = templatefile("${{path.module}}/p.json", {{ arns = {given} }})
}}
"""
    template = '{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ${arns}}]}'
    (statement,) = only(stack(ROLE + text, {"p.json": template})).statements
    assert statement.actions == (Const("sqs:SendMessage"),)
    found = [
        f"${{{one.parts[-1].name}}}" if isinstance(one, Text) and isinstance(one.parts[-1], Hole) else None
        for one in statement.resources
    ]
    assert found == resources
