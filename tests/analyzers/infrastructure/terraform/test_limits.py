"""Work is bounded: what is too much is one value that is not known, said with its limit; all else is computed.

Costs are counted in evaluations, which no busy machine changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.terraform import evaluate, modules, regular
from policywright.knowledge.values import Const, Struct

MAIN = """
locals {{
  s10   = "aaaaaaaaaa"
  s100  = replace(local.s10, "a", local.s10)
  s1k   = replace(local.s100, "a", local.s10)
  s100k = replace(local.s1k, "a", local.s100)
  n0 = 9999999999
  n1 = local.n0 * local.n0 * local.n0 * local.n0
  n2 = local.n1 * local.n1 * local.n1 * local.n1
  n3 = local.n2 * local.n2 * local.n2 * local.n2
  list = range(1000)
}}
resource "aws_lambda_function" "f" {{
  environment {{
    variables = {{ X = {expression}, GOOD = "q-${{local.s10}}" }}
  }}
}}
"""
TOO_MUCH = {
    'regexall("^(a+)+$", "${local.s100}b")': "regular expression",
    'regexall("(a|aa)+$", local.s100)': "regular expression",
    'regex("a*a*a*a*a*b", local.s100)': "regular expression",
    'regex("(a?){50}a{50}", local.s100)': "regular expression",
    'replace(local.s100, "/(a*)*b/", "x")': "regular expression",
    'replace(local.s100k, "/a/", local.s100)': "1,000,000 characters",
    'replace(local.s100k, "a", local.s100)': "1,000,000 characters",
    'format("%0999999999d", 1)': "1,000,000 characters",
    'format("%.999999999f", 1)': "1,000,000 characters",
    "join(local.s1k, [for i in local.list : local.s1k])": "1,000,000 characters",
    '"${local.s100k}${local.s100k}${local.s100k}${local.s100k}${local.s100k}${local.s100k}'
    '${local.s100k}${local.s100k}${local.s100k}${local.s100k}${local.s100k}"': "1,000,000 characters",
    "flatten([for i in local.list : [for j in local.list : i]])": "expressions",
    "{ for i in local.list : i => [for j in local.list : [for k in local.list : k]] }": "expressions",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens at the limit is tested here, and not how long it takes to get there."""
    monkeypatch.setattr(evaluate, "MAX_STEPS_OF_ONE", 20_000)


@pytest.mark.parametrize("expression", TOO_MUCH)
def test_too_much_costs_one_value(stack: Callable[..., Stack], expression: str) -> None:
    found = stack(MAIN.format(expression=expression))
    (workload,) = found.workloads
    assert isinstance(workload.environment, Struct)
    values = dict(workload.environment.fields)
    assert values["GOOD"] == Const("q-aaaaaaaaaa")
    assert not isinstance(values.get("X"), Const)
    assert any(TOO_MUCH[expression] in one.detail for one in found.problems)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('regex("^arn:aws:iam::([0-9]+):role/(.+)$", "arn:aws:iam::123456789012:role/app")[1]', "app"),
        ('replace("a.b-c", "/[^a-z0-9]+/", "_")', "a_b_c"),
        ('replace("key=value", "/(\\\\w+)=(\\\\w+)/", "$2:$1")', "value:key"),
        ('regexall("[a-z]+", "ab1cd")[1]', "cd"),
        ('replace("Ab-c.D", "/(?i)[^a-d]/", "_")', "Ab_c_D"),
        ('replace("a b-c", "/[[:space:][:punct-]/", "_")', None),
        ('replace("a b-c", "/[[:space:]-]+/", "_")', "a_b_c"),
        ('regex("^[[:alnum:]_]+", "x_1-y")', "x_1"),
        ('length(regexall("b$", "ab\\n"))', 0),
        ('length(regexall("b\\\\z", "ab"))', 1),
        ('replace("na\u00efve", "/\\\\w/", "x")', "xx\u00efxx"),
        ('format("%05d", 42)', "00042"),
        ("local.n0 * 2", 19999999998),
    ],
)
def test_what_is_usual_is_computed(
    stack: Callable[..., Stack], expression: str, value: str | int | None
) -> None:
    (workload,) = stack(MAIN.format(expression=expression)).workloads
    found = dict(workload.environment.fields)["X"]
    assert found == Const(value) if value is not None else not isinstance(found, Const)


def test_numbers_do_not_grow_without_end(stack: Callable[..., Stack]) -> None:
    (workload,) = stack(MAIN.format(expression='"${local.n3}"')).workloads
    assert "GOOD" in dict(workload.environment.fields)


def test_loops_within_loops_cost_what_one_value_may(stack: Callable[..., Stack]) -> None:
    loops = (
        "[for a in local.list : [for b in local.list : [for c in local.list : [for d in local.list : d]]]]"
    )
    found = stack(MAIN.format(expression=loops))
    said = [one.detail for one in found.problems]
    assert any(f"{evaluate.MAX_STEPS_OF_ONE:,} expressions" in one or "parts" in one for one in said)


def test_files_have_a_limit_each_and_together(
    project: Callable[..., tuple[Stack, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules, "MAX_FILE", 200)
    monkeypatch.setattr(modules, "MAX_ALL", 300)
    queue = 'resource "aws_sqs_queue" "q{}" {{ name = "q" }}\n'
    found = project({
        "a/main.tf": queue.format(1) * 5,
        "b/main.tf": queue.format(2) * 2,
        "c/main.tf": queue.format(3) * 2,
    })  # fmt: skip
    said = {stack.name: [one.detail for one in stack.problems] for stack in found}
    assert "not read: it has more than 200 characters" in said["a"]
    assert said["b"] == ["not read: the files of the project have more than 300 characters"] or not said["b"]
    assert any("more than 300 characters" in one for lines in said.values() for one in lines)


PIECES = st.sampled_from(
    ["a", "b", ".", "[ab]", "(a)", "(ab|a)", "(a+)", "(?:b)", "a*", "b?", "a{1,3}", "x|", "$", "^"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", "*", "+", "?", "{2,4}"])), max_size=8))
def test_what_is_carried_out_is_what_python_reads_and_what_is_refused_never_ran(
    parts: list[tuple[str, str]],
) -> None:
    pattern = "".join(piece + repeat for piece, repeat in parts)
    try:
        found = regular.compiled(pattern, "aaaa")
    except regular.Refused:
        return
    assert found.pattern == pattern.replace("$", r"\Z")  # to RE2 the end alone, to Python a line's, too
    # No group that matches in several ways is repeated: that is what doubles with each character.
    assert not re.search(r"\((?:a\+|ab\|a)\)[*+?{]", pattern)
