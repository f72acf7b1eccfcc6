"""Positions, short forms, aliases and limits of the positioned tree."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.model import ProblemCode
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree, parse

TEXT = """\
# comment
A: &a
  - !Sub "${X}-ü"   # trailing
  - !GetAtt Child.Outputs.Q

# between
B:
  y: *a
  text: |
    one
    two

C: {x: [1, !Ref Q]}
"""


@pytest.fixture
def tree() -> Tree:
    return parse("t.yaml", TEXT)


def node(tree: Tree, *path: str | int) -> Node:
    found = tree.at(path)
    assert found is not None
    return found


def written(found: Node) -> str:
    return found.tree.text[found.start : found.end]


def test_a_node_is_found_by_its_path_and_knows_it(tree: Tree) -> None:
    for found in (*node(tree).walk(),):
        assert tree.at(found.path) is found


def test_spans_end_where_the_text_does(tree: Tree) -> None:
    assert written(node(tree, "A", 0)) == '!Sub "${X}-ü"'
    assert written(node(tree, "A")) == '&a\n  - !Sub "${X}-ü"   # trailing\n  - !GetAtt Child.Outputs.Q'
    assert written(node(tree, "B", "text")) == "|\n    one\n    two"
    assert written(node(tree, "B")) == "y: *a\n  text: |\n    one\n    two"
    assert written(node(tree, "C", "x")) == "[1, !Ref Q]"


def test_bytes_count_what_utf8_needs(tree: Tree) -> None:
    span = node(tree, "C").span
    assert (span.line, span.column) == (13, 4)
    assert TEXT.encode()[span.start_byte : span.end_byte].decode() == "{x: [1, !Ref Q]}"
    assert span.start_byte == node(tree, "C").start + 1


def test_short_forms_are_long_forms(tree: Tree) -> None:
    assert node(tree, "A", 0, "Fn::Sub").value == "${X}-ü"
    assert node(tree, "A", 0, "Fn::Sub").synthetic
    attribute = node(tree, "A", 1, "Fn::GetAtt")
    assert [one.value for one in attribute.items] == ["Child", "Outputs.Q"]
    assert node(tree, "C", "x", 1, "Ref").value == "Q"


def test_aliases_say_where_they_stand_and_that_text_is_shared(tree: Tree) -> None:
    aliased = node(tree, "B", "y")
    assert aliased.alias is not None
    assert TEXT[slice(*aliased.alias)] == "*a"
    assert aliased.shared
    assert node(tree, "A").shared and node(tree, "A", 0).shared
    assert not node(tree, "C").shared


def test_merge_keys_give_way_to_nearer_ones() -> None:
    tree = parse("t.yaml", "base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n")
    assert {key: one.value for key, one in node(tree, "c").mapping.items()} == {"x": 1, "y": 3}
    assert node(tree, "c", "x").shared
    assert not node(tree, "c", "y").shared


def test_scalars_are_what_cloudformation_takes_them_for() -> None:
    tree = parse("t.yaml", "v: 2012-10-17\na: 012345678901\nb: 'true'\nc: true\nd:\ne: 1.5\nf: 12\n")
    values = {key: one.value for key, one in node(tree).mapping.items()}
    assert values == {
        "v": "2012-10-17", "a": "012345678901", "b": "true", "c": True, "d": None, "e": 1.5, "f": 12,
    }  # fmt: skip


def test_json_with_tabs_slashes_and_surrogates() -> None:
    text = '{\n\t"a":\t"x\\/y",\n\t"b": "\\ud83d\\ude00", "c": [1, true, null]}'
    tree = parse("t.json", text)
    assert tree.problems == []
    assert node(tree, "a").value == "x/y"
    assert str(node(tree, "b").value).startswith("\U0001f600")
    assert [one.value for one in node(tree, "c").items] == [1, True, None]
    assert text[node(tree, "c").start : node(tree, "c").end] == "[1, true, null]"


def test_of_a_key_that_stands_twice_the_last_counts_and_a_problem_says_so() -> None:
    tree = parse("t.yaml", "a: 1\nb: 2\na: 3\n")
    assert node(tree, "a").value == 3
    (problem,) = tree.problems
    assert (problem.span.line, problem.detail) == (3, "a stands twice here; the last one counts")


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ("a: b: c", 1, "not valid YAML or JSON: mapping values are not allowed in this context"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML or JSON: but found another document"),
        ("[" * 5000, 1, "not valid YAML or JSON: exceeded maximum nesting depth"),
        ("a: " + "[" * 300 + "]" * 300, 1, "nested deeper than 200 levels; not read"),
    ],
)
def test_what_is_not_yaml_is_one_problem_with_a_line(text: str, line: int, detail: str) -> None:
    tree = parse("t.yaml", text)
    assert tree.root is None
    (problem,) = tree.problems
    assert problem.code is ProblemCode.UNREADABLE
    assert (problem.span.line, problem.detail) == (line, detail)


def test_a_bomb_of_aliases_is_not_followed() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    tree = parse("t.yaml", "\n".join(lines))
    assert tree.root is None
    assert tree.problems[0].detail == "more than 500,000 nodes (are aliases nested?); not read"


def test_an_empty_file_has_no_nodes_and_no_problem() -> None:
    tree = parse("t.yaml", "")
    assert tree.root is None
    assert tree.problems == []
