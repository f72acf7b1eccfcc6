"""Random templates in random layouts, random edits: the result parses to what was asked for, the rest stays.

The texts are written by the generator here and read by PyYAML's constructor: neither knows the editor.
"""

from __future__ import annotations

import copy
import difflib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analyzers.infrastructure.editing.support import edit, patch, stack
from tests.shares import examples

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.knowledge.values import Const

ACTIONS = ("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "dynamodb:Query", "iam:PassRole")
ARNS = ("*", "arn:aws:s3:::a/*", "arn:aws:sqs:*:*:q", "arn:aws:iam::*:role/it's #1: {x}")
LIST = ("Resources", "Role", "Properties", "Policies", 0, "PolicyDocument", "Statement")


class Loader(yaml.SafeLoader):
    """Dates are text, as CloudFormation has it."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in value if not tag.endswith("timestamp")]
    for key, value in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

Statement = dict[str, Any]


@st.composite
def statement(draw: st.DrawFn) -> Statement:
    found: Statement = {}
    if draw(st.booleans()):
        found["Sid"] = draw(st.sampled_from(("A", "B", "On", "1e3")))
    found["Effect"] = "Allow"
    for key, options in (("Action", ACTIONS), ("Resource", ARNS)):
        some = draw(st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True))
        found[key] = some[0] if len(some) == 1 and draw(st.booleans()) else some
    if draw(st.booleans()):
        found["Condition"] = {"StringEquals": {"aws:PrincipalTag/x": "no"}}
    return dict(draw(st.permutations(list(found.items()))))


class Layout:
    """How the generator writes YAML."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.step = draw(st.sampled_from((2, 4)))
        self.dash = draw(st.sampled_from((0, 2)))
        self.gap = draw(st.sampled_from((2, 4)))
        self.quote = draw(st.sampled_from(("'", '"')))
        self.comments = draw(st.booleans())
        self.blanks = draw(st.booleans())
        self.inline = draw(st.booleans())
        self.newline = draw(st.sampled_from(("\n", "\r\n")))
        self.last = draw(st.booleans())
        self.mark = draw(st.booleans())

    def text(self, data: Any) -> str:
        lines = self.mapping(data, 0)
        text = self.newline.join(lines) + (self.newline if self.last else "")
        return ("\ufeff" if self.mark else "") + text

    def scalar(self, value: str) -> str:
        if self.quote == "'":
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value)

    def mapping(self, data: dict[str, Any], column: int) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            head = f"{' ' * column}{key}:"
            if isinstance(value, str):
                lines.append(f"{head} {self.scalar(value)}{'  # of ' + key if self.comments else ''}")
            elif isinstance(value, dict):
                lines += [head, *self.mapping(value, column + self.step)]
            elif self.inline and all(isinstance(one, str) for one in value):
                lines.append(f"{head} [{', '.join(self.scalar(one) for one in value)}]")
            else:
                lines += [head, *self.sequence(value, column + self.dash)]
        return lines

    def sequence(self, data: list[Any], column: int) -> list[str]:
        lines: list[str] = []
        for index, value in enumerate(data):
            if self.blanks and index and not isinstance(value, str):
                lines.append("")
            if self.comments and not isinstance(value, str):
                lines.append(f"{' ' * column}# number {index}")
            lead = " " * column + "-" + " " * (self.gap - 1)
            if isinstance(value, str):
                lines.append(lead + self.scalar(value))
            else:
                inner = self.mapping(value, column + self.gap)
                lines += [lead + inner[0].lstrip(" "), *inner[1:]]
        return lines


def template(statements: list[Statement]) -> dict[str, Any]:
    document = {"Version": "2012-10-17", "Statement": statements}
    policies = [{"PolicyName": "own", "PolicyDocument": document}]
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": "none", "Policies": policies, "Path": "/"},
    }
    return {"Resources": {"Role": role, "Other": {"Type": "AWS::SNS::Topic"}}}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[Statement]]:
    """A file's text (YAML or JSON) and the statements in it."""
    statements = draw(st.lists(statement(), min_size=1, max_size=4))
    data = template(statements)
    if draw(st.booleans()):
        return Layout(draw).text(data), statements
    indent = draw(st.sampled_from((None, 1, 2, 4, "\t")))
    separators = draw(st.sampled_from(((",", ":"), (", ", ": "), (",", ": "))))
    return json.dumps(data, indent=indent, separators=separators), statements


def load(text: str) -> Any:
    if text.lstrip("\ufeff").startswith("{"):
        return json.loads(text)
    return yaml.load(text.lstrip("\ufeff"), Loader=Loader)


def new(actions: list[str], arns: list[str], sid: str) -> NewStatement:
    return NewStatement(sid=sid, actions=tuple(actions), resources=tuple(Const(arn) for arn in arns))


def written(one: NewStatement) -> Statement:
    """What a new statement says. Partitions are always references: ``canonical`` makes them so."""
    arns: list[Any] = [_arn(str(value.value)) for value in one.resources if isinstance(value, Const)]
    found: Statement = {"Sid": one.sid} if one.sid else {}
    found["Effect"] = "Allow"
    found["Action"] = list(one.actions) if len(one.actions) > 1 else one.actions[0]
    found["Resource"] = arns if len(arns) > 1 else arns[0]
    return found


def _arn(text: str) -> Any:
    return {"Fn::Sub": text.replace("arn:aws:", "arn:${AWS::Partition}:")} if text.startswith("arn") else text


def _sub(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> dict[str, str]:
    return {"Fn::Sub": loader.construct_scalar(node)}


Loader.add_constructor("!Sub", _sub)

NEW = st.builds(
    new,
    st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(ARNS), min_size=1, max_size=2, unique=True),
    st.sampled_from(("", "New", "Off", "2012-10-17")),
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, list[Edit], list[Statement] | None]:
    """A file, edits of it, and the statements that must come out; None: the policy goes."""
    text, old = draw(files())
    fates = draw(
        st.lists(st.sampled_from(("keep", "delete", "replace")), min_size=len(old), max_size=len(old))
    )
    appended = draw(st.lists(NEW, max_size=2, unique_by=lambda one: repr(written(one))))
    edits: list[Edit] = []
    left: list[Statement] = []
    for index, (one, fate) in enumerate(zip(old, fates, strict=True)):
        if fate == "keep":
            left.append(one)
        elif fate == "delete":
            edits.append(edit("delete", "t.yaml", (*LIST, index)))
        else:
            wanted = draw(NEW)
            edits.append(edit("replace", "t.yaml", (*LIST, index), wanted))
            left.append({**written(wanted), "Sid": one.get("Sid")})
    if appended:
        edits.append(edit("append", "t.yaml", LIST, *appended))
        left += [written(one) for one in appended if written(one) not in old]
    return text, draw(st.permutations(edits)), left or None


def plain(statement: Statement) -> Statement:
    """A statement for comparison: the order of keys, actions and resources says nothing."""
    found = {key: value for key, value in statement.items() if value is not None}
    for key in ("Action", "Resource"):
        some = found[key] if isinstance(found[key], list) else [found[key]]
        found[key] = sorted(json.dumps(_same(one)) for one in some)
    return found


def _same(value: Any) -> Any:
    """With the partition written out: a statement that has it so keeps it."""
    return value["Fn::Sub"].replace("${AWS::Partition}", "aws") if isinstance(value, dict) else value


@settings(max_examples=examples(100, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_result_says_what_was_asked(plan: tuple[str, list[Edit], list[Statement] | None]) -> None:
    """And no more: lines that nothing was asked of stay."""
    text, edits, left = plan
    if not edits:
        return
    with tempfile.TemporaryDirectory() as directory:
        found = patch(Path(directory), text, edits, stack())

    assert found.refused == ()
    assert found.before == text
    after, expected = load(found.after), copy.deepcopy(load(text))
    properties = expected["Resources"]["Role"]["Properties"]
    if left is None:
        del properties["Policies"]
    else:
        got = after["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]
        assert [plain(one) for one in got["Statement"]] == [plain(one) for one in left]
        properties["Policies"][0]["PolicyDocument"]["Statement"] = got["Statement"]
    assert after == expected
    if left is not None and "\n" in text:
        _untouched(text, found.after)


def _untouched(text: str, edited: str) -> None:
    """Lines outside the list of statements are the same bytes, in the same order; so are its line breaks."""
    before, after = text.splitlines(keepends=True), edited.splitlines(keepends=True)
    first = next(index for index, line in enumerate(before) if "Statement" in line)
    last = next(index for index, line in enumerate(before) if '"Path"' in line or line.strip()[:5] == "Path:")
    tail = len(before) - last
    assert after[: first + 1] == before[: first + 1]
    assert after[-tail:] == before[-tail:]
    ends = {line[len(line.rstrip("\r\n")) :] for line in before[:-1]}
    assert {line[len(line.rstrip("\r\n")) :] for line in after[:-1]} <= ends


@settings(max_examples=examples(35, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), NEW)
def test_appending_twice_changes_nothing_more(file: tuple[str, list[Statement]], one: NewStatement) -> None:
    text, _ = file
    with tempfile.TemporaryDirectory() as directory:
        edits = [edit("append", "t.yaml", LIST, one)]
        once = patch(Path(directory), text, edits, stack()).after
        twice = patch(Path(directory), once, edits, stack()).after
    assert once == twice


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@settings(max_examples=examples(25, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=files(), at=st.integers(min_value=0, max_value=3))
def test_deleting_only_takes_lines_away(newline: str, file: tuple[str, list[Statement]], at: int) -> None:
    text, old = file
    if at >= len(old) or len(old) < 2:
        return
    text = text.replace("\r\n", "\n").replace("\n", newline)
    with tempfile.TemporaryDirectory() as directory:
        found = patch(Path(directory), text, [edit("delete", "t.yaml", (*LIST, at))], stack())
    matcher = difflib.SequenceMatcher(a=text, b=found.after, autojunk=False)
    kinds = {kind for kind, *_ in matcher.get_opcodes()}
    assert kinds <= {"equal", "delete"}
