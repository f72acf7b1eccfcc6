"""Commas between arguments, as Terraform took them up to version 0.11."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.editing.hcl_tree import shape
from policywright.analyzers.infrastructure.terraform.commas import without_commas
from policywright.analyzers.infrastructure.terraform.parse import parse

KEPT = """\
# a, b {
data "x" "y" {
  list = ["a,b", "${join(",", [var.a, "}"])},", merge({ a = 1, b = 2 }, var.c)]
  map  = { a = 1, b = { c = [1, 2], d = 3 } }
  text = <<-EOF
    "a" { b = 1, c = "${jsonencode({ d = 1, e = 2 })}", }
  EOF
  each = [for a, b in { c = 1, d = 2 } : a]
  inner { /* { a = 1, b = 2 } */
    a = 1
  }
}
"""


def test_other_commas_stay() -> None:
    assert without_commas(KEPT.encode()).decode() == KEPT


@pytest.mark.parametrize(
    "text",
    [
        'x "y" {{\n  a = ["b", "c"]{0}\n  d = {{ e = 1, f = 2 }}{0}\n}}\n',
        'x "y" {{\n  inner {{\n    a = "b"{0}\n    c = f(1, 2){0}\n  }}\n  d = "${{g("}}", 1)}}"{0}\n}}\n',
        'x "y" {{\n  a = 1{0}\n  inner {{ b = 2 }}\n}}\n',
    ],
)
def test_arguments_with_commas_are_those_without(text: str) -> None:
    old, new = parse("", text.format(",")), parse("", text.format(""))
    assert not old.errors
    assert shape(old.blocks) == shape(new.blocks)
