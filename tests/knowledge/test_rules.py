"""Paths, predicates, templates and texts: three-valued answers on abstract requests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.knowledge import functions, partiql, texts
from policywright.knowledge.functions import apply, is_function
from policywright.knowledge.paths import select
from policywright.knowledge.rules import Tri, absent, holds, passed
from policywright.knowledge.templates import MAX_ARNS, fill
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Unknown

from .requests_ import MORE, env, text, value

NO, MAYBE, YES = Tri.NO, Tri.MAYBE, Tri.YES
OPEN_LIST = Items((), open=True)

_IN_ITS_PLACE = Text(
    ("arn:", Hole(kind="partition"), ":s3:", Hole(kind="region"), ":", Hole(kind="account"), ":x")
)

PASSED: list[tuple[dict[str, Any], str, Tri]] = [
    ({"A": 1}, "A", YES),
    ({}, "A", NO),
    ({"A": None}, "A", NO),
    ({"A": Unknown()}, "A", YES),
    ({MORE: 0}, "A", MAYBE),
    ({"A": OneOf((Const(None), Const(1)))}, "A", MAYBE),
    ({"A": {"B": 1}}, "A.B", YES),
    ({"A": {}}, "A.B", NO),
    ({"A": {MORE: 0}}, "A.B", MAYBE),
    ({"A": Unknown()}, "A.B", MAYBE),
    ({"A": OneOf((value({"B": 1}), value({"B": 2})))}, "A.B", YES),
    ({"A": OneOf((value({"B": 1}), value({})))}, "A.B", MAYBE),
    ({"A": [{"B": 1}, {}]}, "A[].B", YES),
    ({"A": [{}]}, "A[].B", NO),
    ({"A": []}, "A[].B", NO),
    ({"A": OPEN_LIST}, "A[].B", MAYBE),
    ({"A": {"k": {"B": 1}}}, "A[].B", YES),
    ({"A": {"k": 1}}, "A[key]", YES),
    ({"A": {"k": 1}}, "A.k", YES),
    ({"A": "text"}, "A.B", NO),
]


@pytest.mark.parametrize(("parameters", "path", "expected"), PASSED)
def test_passed(parameters: dict[str, Any], path: str, expected: Tri) -> None:
    members = value(parameters)
    assert isinstance(members, Struct)
    assert passed([path], members) is expected
    if "[" not in path:
        assert absent([path], members) is expected.inverse()


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([{"B": 1}], NO),
        ([{"B": 1}, {}], YES),
        ([{MORE: 0}], MAYBE),
        ([Unknown()], MAYBE),
        ([], YES),
    ],
)
def test_absent_through_a_list_is_about_some_element(items: list[Any], expected: Tri) -> None:
    members = value({"A": items})
    assert isinstance(members, Struct)
    assert absent(["A[].B"], members) is expected


ROWS: list[tuple[dict[str, Any], dict[str, Any], Tri]] = [
    ({"equals": {"A": ["x", "y"]}}, {"A": "y"}, YES),
    ({"equals": {"A": ["x"]}}, {"A": "z"}, NO),
    ({"equals": {"A": ["x"]}}, {}, NO),
    ({"equals": {"A": ["x"]}}, {"A": Unknown()}, MAYBE),
    ({"equals": {"A": ["prod-x"]}}, {"A": Text(("prod-", Hole(kind="env")))}, MAYBE),
    ({"equals": {"A": ["prod-x"]}}, {"A": Text(("dev-", Hole(kind="env")))}, NO),
    ({"equals": {"A": [True]}}, {"A": True}, YES),
    ({"equals": {"A": ["x"], "B": ["y"]}}, {"A": "x", "B": "z"}, NO),
    ({"not_equals": {"A": ["x"]}}, {}, YES),
    ({"not_equals": {"A": ["x"]}}, {"A": "x"}, NO),
    ({"not_equals": {"A": ["x"]}}, {"A": Unknown()}, MAYBE),
    ({"arn": {"member": "A", "pattern": ["arn:*:s3:*"]}}, {"A": "arn:aws:s3:::b"}, YES),
    ({"arn": {"member": "A", "pattern": ["arn:*:sns:*", "arn:*:s3:*"]}}, {"A": "arn:aws:s3:::b"}, YES),
    ({"arn": {"member": "A", "pattern": ["arn:*:sns:*"]}}, {"A": "arn:aws:s3:::b"}, NO),
    ({"arn": {"member": "A", "pattern": ["arn:*:s3:*"]}}, {"A": env("X")}, MAYBE),
    ({"arn": {"member": "A", "pattern": ["arn:*:s3:*"]}, "assume_not": True}, {"A": env("X")}, NO),
    ({"arn": {"member": "A", "pattern": ["*--x-s3"]}}, {"A": Text((Hole(kind="env"), "--x-s3"))}, YES),
    ({"arn": {"member": "A", "pattern": ["arn:*:sns:*"]}}, {"A": _IN_ITS_PLACE}, NO),
    ({"arn": {"member": "A", "pattern": ["arn:*:s3:*"]}}, {"A": _IN_ITS_PLACE}, YES),
    ({"arn": {"member": "A", "pattern": ["arn:*:s3:*:1:*"]}}, {"A": _IN_ITS_PLACE}, MAYBE),
    (
        {"arn": {"member": "A", "pattern": ["arn:*:sns:*"]}},
        {"A": Text(("arn:aws:", Hole(kind="env"), ":x:y:z"))},
        MAYBE,
    ),
    ({"arn_not": {"member": "A", "pattern": ["arn:*"]}}, {"A": "name"}, YES),
    ({"passed": ["A"], "absent": ["B"]}, {"A": 1, "B": 2}, NO),
    ({"passed": ["A"], "absent": ["B"]}, {"A": 1}, YES),
    ({"passed": ["A"], "absent": ["B"]}, {"A": 1, MORE: 0}, MAYBE),
    ({"partiql": {"member": "S", "verb": "Select"}}, {"S": " select 1"}, YES),
    ({"partiql": {"member": "S", "verb": "Select"}}, {"S": "DELETE FROM t"}, NO),
    ({"partiql": {"member": "S", "verb": "Select"}}, {"S": env("SQL")}, MAYBE),
    ({"optional": "x"}, {}, YES),
]


@pytest.mark.parametrize(("row", "parameters", "expected"), ROWS)
def test_predicates(row: dict[str, Any], parameters: dict[str, Any], expected: Tri) -> None:
    members = value(parameters)
    assert isinstance(members, Struct)
    assert holds(row, members) is expected


T = "arn:${Partition}:x:${Region}:${Account}:"
TEMPLATES: list[tuple[str, dict[str, Any], list[str]]] = [
    (T + "t/${A}", {"A": "n"}, ["arn:aws:x:R:A:t/n"]),
    (T + "t/${A}", {}, []),
    (T + "t/${A}", {"A": "arn:aws:x:eu:1:t/n"}, ["arn:aws:x:eu:1:t/n"]),
    (T + "t/${A}/i/${B}", {"A": "arn:aws:x:eu:1:t/n", "B": "i"}, ["arn:aws:x:eu:1:t/n/i/i"]),
    (T + "t/${A[].B}", {"A": [{"B": "1"}, {"B": "2"}, {}]}, ["arn:aws:x:R:A:t/1", "arn:aws:x:R:A:t/2"]),
    (
        T + "${A[].B}/${A[].C}",
        {"A": [{"B": "1", "C": "x"}, {"B": "2", "C": "y"}]},
        ["arn:aws:x:R:A:1/x", "arn:aws:x:R:A:2/y"],
    ),
    (T + "t/${A[key]}", {"A": {"k": 1, "l": 2}}, ["arn:aws:x:R:A:t/k", "arn:aws:x:R:A:t/l"]),
    (T + "${default=d:A}", {}, ["arn:aws:x:R:A:d"]),
    (T + "${default=d:A}", {"A": "b"}, ["arn:aws:x:R:A:b"]),
    (T + "${last:A}", {"A": "https://h/1/q"}, ["arn:aws:x:R:1:q"]),
    (T + "${last:A}", {"A": "https://sqs.eu-west-1.amazonaws.com/1/q"}, ["arn:aws:x:eu-west-1:1:q"]),
    ("*", {"A": 1}, []),
    (
        T + "${unversioned:A}",
        {"A": "arn:aws:states:eu:1:stateMachine:m:live"},
        ["arn:aws:states:eu:1:stateMachine:m"],
    ),
]


@pytest.mark.parametrize(("template", "parameters", "expected"), TEMPLATES)
def test_templates(template: str, parameters: dict[str, Any], expected: list[str]) -> None:
    members = value(parameters)
    assert isinstance(members, Struct)
    assert [text(found) for found in fill(template, members)] == expected


def test_many_values_become_a_hole() -> None:
    members = value({"A": [{"B": str(number)} for number in range(MAX_ARNS + 1)]})
    assert isinstance(members, Struct)
    assert [text(found) for found in fill(T + "t/${A[].B}", members)] == ["arn:aws:x:R:A:t/*"]


@pytest.mark.parametrize(
    ("function", "before", "after"),
    [
        ("last", "a/b/c", "c"),
        ("first", "a/b/c", "a"),
        ("tail", "a/b/c", "b/c"),
        ("noslash", "/a/b/", "a/b"),
        ("noscheme", "https://a/b", "a/b"),
        ("unversioned", "family:3", "family"),
        ("unversioned", "arn:aws:ecs:r:a:task-definition/family:3", "arn:aws:ecs:r:a:task-definition/family"),
        ("unversioned", "arn:aws:lambda:r:a:function:f:live", "arn:aws:lambda:r:a:function:f"),
        ("versioned", "family", "family:*"),
        ("versioned", "family:3", "family:3"),
        ("versioned", "arn:aws:ecs:r:a:task-definition/family", "arn:aws:ecs:r:a:task-definition/family:*"),
        ("undot", "us.anthropic.claude", "anthropic.claude"),
        ("email", "Me <a@b.c>", "a@b.c"),
        ("email", "a@b.c", "a@b.c"),
        ("domain", "a@b.c", "b.c"),
        ("s3bucket", "s3://b/k/l", "b"),
        ("s3key", "s3://b/k/l", "k/l"),
        ("s3key", "s3://b", "*"),
    ],
)
def test_functions(function: str, before: str, after: str) -> None:
    assert is_function(function)
    assert texts.join(apply(function, (before,))) == Const(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("me@example.com", ["example.com"]),
        ("Me <me@a.b.example.com>", ["a.b.example.com", "b.example.com", "example.com"]),
        ("localhost", ["localhost"]),
    ],
)
def test_a_sender_may_be_verified_by_any_domain_that_it_is_in(before: str, after: list[str]) -> None:
    assert is_function("above")
    assert [texts.join(one) for one in functions.several(("above",), (before,))] == list(map(Const, after))


def test_what_has_no_region_is_told_by_its_id() -> None:
    unknown = (Hole(kind="unknown"),)
    assert functions.several(("ipam",), ("ipam-scope-1",)) == [("ipam-scope-1",)]
    assert functions.several(("ipam",), ("i-1",)) == []
    assert functions.several(("ipam",), unknown) == [unknown]


@pytest.mark.parametrize(
    ("statement", "verb", "table", "index"),
    [
        ("SELECT * FROM t", "Select", "t", None),
        ('select a from "t-1"."i" where x=1', "Select", "t-1", "i"),
        ('UPDATE "t" SET a=1', "Update", "t", None),
        ("DELETE FROM t WHERE a=1", "Delete", "t", None),
        ("INSERT INTO t VALUE {}", "Insert", "t", None),
        ("EXISTS(SELECT * FROM t WHERE a=1)", "Exists", "t", None),
    ],
)
def test_partiql(statement: str, verb: str, table: str, index: str | None) -> None:
    assert partiql.verb_of(Const(statement)) == verb
    found = partiql.table_of(Const(statement))
    assert found is not None
    assert texts.glob(found[0]) == table
    assert (texts.glob(found[1]) if found[1] else None) == index


def test_partiql_keeps_the_holes_of_the_table() -> None:
    statement = Text(("SELECT ", Hole(kind="env", name="COLS"), ' FROM "', Hole(kind="env", name="T"), '-x"'))
    found = partiql.table_of(statement)
    assert found == ((Hole(kind="env", name="T"), "-x"), None)


PIECES = st.lists(
    st.one_of(st.text("ab/:", max_size=4), st.builds(Hole, kind=st.just("env"), name=st.sampled_from("XY"))),
    max_size=5,
).map(tuple)


@given(PIECES, st.sampled_from("/:"))
def test_split_and_rejoin_are_inverse(pieces: texts.Parts, separator: str) -> None:
    again = texts.join(texts.rejoin(texts.split(pieces, separator), separator))
    assert again == texts.join(pieces)


@given(st.text("ab*", max_size=6), st.text("ab", max_size=6))
def test_overlap_with_a_literal_is_matching(pattern: str, literal: str) -> None:
    from policywright.knowledge.catalog import wildcard

    assert texts.overlap(pattern, literal) == bool(wildcard(pattern).fullmatch(literal))


@given(st.text("ab*", max_size=6), st.text("ab*", max_size=6))
def test_overlap_is_symmetric(left: str, right: str) -> None:
    assert texts.overlap(left, right) == texts.overlap(right, left)


def test_select_says_which_elements() -> None:
    members = value({"A": [{"B": 1}, {"B": 2}]})
    assert isinstance(members, Struct)
    assert [found.at for found in select(members, "A[].B")] == [(("A", 0),), (("A", 1),)]
