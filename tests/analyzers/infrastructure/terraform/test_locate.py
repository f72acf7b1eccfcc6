"""Paths of sites: every rule of the grammar finds its node, byte for byte."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.terraform import locate

TEXT = """# é takes two bytes
locals { a = 1 }
locals {
  b = { x = [1, 2] # one
    # two
    "y" = "z", (var.k) = 3 }
}
resource "aws_iam_role_policy" "p" {
  policy = jsonencode({
    Statement = concat([{ Sid = "é" }, { Sid = "b-${var.x}" }], local.more)
  })
  choice = var.on ? [1] : (["two"])
  loop   = [for k, v in var.m : { k = v } if v != ""]
  ref    = aws_x.y[each.key].arn
  text   = <<-EOT
    {"Statement": [
      {"Sid": "é", "Resource": "${aws_x.y.arn}/*"},
      {"Sid": "last"}
    ]}
  EOT
  quoted = "{\\"Statement\\": []}"
  statement { a = 1 }
  other {}
  statement { a = 2 }
  dynamic "statement" {
    for_each = var.list
    content { a = 3 }
  }
}
"""
POLICY = ("resource", "aws_iam_role_policy", "p")

FOUND: dict[Path, tuple[str, str]] = {
    ("locals", 0, "a"): ("1", "literal"),
    ("locals", 1, "b", "x"): ("[1, 2]", "tuple"),
    ("locals", 1, "b", "x", 1): ("2", "literal"),
    ("locals", 1, "b", "y"): ('"z"', "literal"),
    ("locals", 1, "b", "((var.k))"): ("3", "literal"),
    (*POLICY, "policy"): (TEXT[TEXT.index("jsonencode") : TEXT.index("\n  choice")], "call"),
    (*POLICY, "policy", "jsonencode()", 0, "Statement", "concat()", 0, 1): (
        '{ Sid = "b-${var.x}" }',
        "object",
    ),
    (*POLICY, "policy", "jsonencode()", 0, "Statement", "concat()", 0, 1, "Sid"): (
        '"b-${var.x}"',
        "template",
    ),
    (*POLICY, "policy", "jsonencode()", 0, "Statement", "concat()", 1): ("local.more", "reference"),
    (*POLICY, "choice", "?", 2, 0): ('"two"', "literal"),
    (*POLICY, "loop", "for", 2): ("{ k = v }", "object"),
    (*POLICY, "loop", "for", 3): ('v != ""', "expression"),
    (*POLICY, "ref"): ("aws_x.y[each.key].arn", "reference"),
    (*POLICY, "ref", ".", "[]"): ("each.key", "reference"),
    (*POLICY, "text", "<json>", "Statement", 0): (
        '{"Sid": "é", "Resource": "${aws_x.y.arn}/*"}',
        "json-object",
    ),
    (*POLICY, "text", "<json>", "Statement", 0, "Resource"): ('"${aws_x.y.arn}/*"', "json-value"),
    (*POLICY, "text", "<json>", "Statement", 1): ('{"Sid": "last"}', "json-object"),
    (*POLICY, "statement", 1): ("statement { a = 2 }", "block"),
    (*POLICY, "statement", 1, "a"): ("2", "literal"),
    (*POLICY, "dynamic", "statement", 0, "content", 0): ("content { a = 3 }", "block"),
}


def cut(text: str, place: tuple[int, int, str] | None) -> tuple[str, str]:
    assert place is not None
    start, end, kind = place
    return text.encode()[start:end].decode(), kind


@pytest.mark.parametrize("path", FOUND, ids=lambda path: ".".join(map(str, path)))
def test_finds_the_node(path: Path) -> None:
    assert cut(TEXT, locate(TEXT, path)) == FOUND[path]


def test_finds_the_whole_attribute_and_element() -> None:
    assert cut(TEXT, locate(TEXT, ("locals", 0, "a"), whole=True)) == ("a = 1", "attribute")
    assert cut(TEXT, locate(TEXT, ("locals", 1, "b", "x"), whole=True)) == ("x = [1, 2]", "element")
    # The comments between two elements belong to neither.
    assert cut(TEXT, locate(TEXT, ("locals", 1, "b", "y"), whole=True)) == ('"y" = "z"', "element")


def test_a_heredoc_is_its_own_kind_and_has_a_json_list() -> None:
    text, kind = cut(TEXT, locate(TEXT, (*POLICY, "text")))
    assert (text[:7], kind) == ("<<-EOT\n", "heredoc")
    text, kind = cut(TEXT, locate(TEXT, (*POLICY, "text", "<json>", "Statement")))
    assert (text[0], text[-1], kind) == ("[", "]", "json-array")


@pytest.mark.parametrize(
    "path",
    [
        ("locals", 2, "a"),
        ("locals", 0, "b"),
        ("resource", "aws_iam_role_policy", "q"),
        (*POLICY, "statement", 2),
        (*POLICY, "policy", "jsonencode()", 0, "Statement", "concat()", 0, 2),
        (*POLICY, "text", "<json>", "Statement", 2),
        (*POLICY, "quoted", "<json>", "Statement"),
    ],
)
def test_says_that_there_is_no_such_node(path: Path) -> None:
    assert locate(TEXT, path) is None


def test_json_files_and_template_files() -> None:
    json = '{"Statement": [{"Sid": "a"},\n {"Sid": "b"}]}\n'
    assert cut(json, locate(json, ("<json>", "Statement", 1))) == ('{"Sid": "b"}', "json-object")
    template = '{"Statement": [{"Resource": ${jsonencode(arns)}}, {"Sid": "${name}"}]}\n'
    assert cut(template, locate(template, ("<json>", "Statement", 1))) == (
        '{"Sid": "${name}"}',
        "json-object",
    )


def test_a_syntax_error_elsewhere_leaves_other_blocks_to_be_found() -> None:
    text = 'locals {\n  a = [1,\n}\nresource "x" "y" {\n  b = "c"\n}\n'
    assert cut(text, locate(text, ("resource", "x", "y", "b"))) == ('"c"', "literal")
