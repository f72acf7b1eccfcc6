"""The grammar: what is accepted, what is refused, and where the finding points."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from tests.knowledge.policy.strategies import documents

from policywright.knowledge.policy import located
from policywright.knowledge.policy.findings import Code, Severity
from policywright.knowledge.policy.parse import PolicyError, parse, read, render

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(**changes: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{**STATEMENT, **changes}]})


def found(source: str | bytes) -> list[tuple[str, int | None, int | None, str]]:
    return [
        (finding.code.value, finding.line, finding.column, finding.where) for finding in read(source).findings
    ]


def test_every_element() -> None:
    text = """
    {"Version": "2012-10-17", "Id": "p", "Statement": {
        "Sid": "A", "Effect": "Deny", "NotPrincipal": {"AWS": ["1", "2"], "Service": "x.amazonaws.com",
        "Federated": "f", "CanonicalUser": "c"}, "NotAction": ["a:b"], "NotResource": "*",
        "Condition": {"ForAllValues:StringLikeIfExists": {"aws:TagKeys": ["a", "b"]}, "Null": {"a:b": true},
                      "NumericLessThan": {"a:c": 5, "a:d": 0.5}}}}"""
    policy = parse(text)
    statement = policy.statement[0]
    assert statement.condition is not None
    assert statement.condition["Null"]["a:b"] == ("true",)
    assert statement.condition["NumericLessThan"] == {"a:c": ("5",), "a:d": ("0.5",)}
    assert policy.data()["Statement"][0]["NotPrincipal"]["AWS"] == ["1", "2"]
    assert parse(render(policy)) == policy


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ("not-json", 1, 1, "document")),
        ("{", ("not-json", 1, 2, "document")),
        ('{"a": 1,}', ("not-json", 1, 8, "document")),
        ("{'a': 1}", ("not-json", 1, 2, "document")),
        ('{\n  "Version": // why\n 1}', ("not-json", 2, 14, "Version")),
        ('{"a": 1} x', ("not-json", 1, 10, "document")),
        ('{"a": "b\nc"}', ("not-json", 1, 7, "a")),
        ('{"a": NaN}', ("not-json", 1, 7, "a")),
        ("[" * 100_000, ("not-json", 1, located.MAX_DEPTH + 2, "document")),
        ('{"a":' * 100_000, ("not-json", 1, 5 * located.MAX_DEPTH + 6, "document")),
        ("9" * 10_000, ("not-json", 1, 10_001, "document")),
        (" " * (located.MAX_CHARACTERS + 1), ("not-json", None, None, "document")),
        (b"\xff" * (located.MAX_CHARACTERS * 4 + 1), ("not-json", None, None, "document")),
        (b'{\n"a": "\xff"}', ("not-json", 2, 7, "document")),
        ("[]", ("wrong-type", 1, 1, "document")),
        ("{}", ("missing-element", 1, 1, "Statement")),
        ('{"Statement": []}', ("empty-list", 1, 15, "Statement")),
        ('{"Statement": 5}', ("wrong-type", 1, 15, "Statement")),
        (document(Effect="allow"), ("invalid-value", 1, 52, "Statement[0].Effect")),
        (document(Action=["a:b", 3]), ("wrong-type", 1, 79, "Statement[0].Action[1]")),
        (document(Action=[]), ("empty-list", 1, 71, "Statement[0].Action")),
        (document(NotAction="a:b"), ("conflicting-elements", 1, 41, "Statement[0]")),
        (document(Resources="*"), ("unknown-element", 1, 104, "Statement[0].Resources")),
        (document(Principal="me"), ("invalid-principal", 1, 117, "Statement[0].Principal")),
        (document(Principal={"User": "x"}), ("unknown-element", 1, 118, "Statement[0].Principal.User")),
        (document(Condition=["x"]), ("wrong-type", 1, 117, "Statement[0].Condition")),
        (
            document(Condition={"StringEqual": {}}),
            ("unknown-operator", 1, 118, "Statement[0].Condition.StringEqual"),
        ),
        (
            document(Condition={"Bool": {"a:b": []}}),
            ("empty-list", 1, 134, 'Statement[0].Condition.Bool["a:b"]'),
        ),
        (
            '{"Version": "2012", "Statement": {"Effect": "Allow", "Action": "a:b"}}',
            ("invalid-value", 1, 13, "Version"),
        ),
        ('{"Statement": {"Effect": "Allow"}}', ("missing-element", 1, 15, "Statement")),
        ('{"Statement": {"Action": "a:b"}}', ("missing-element", 1, 15, "Statement.Effect")),
    ],
)
def test_refused(source: str | bytes, expected: tuple[str, int | None, int | None, str]) -> None:
    assert found(source) == [expected]
    with pytest.raises(PolicyError) as caught:
        parse(source)
    assert len(str(caught.value)) < 300


def test_several_faults_are_all_found() -> None:
    text = '{"Version": "2012", "Statement": [{"effect": "Allow", "Action": 1}, 5]}'
    codes = [code for code, *_ in found(text)]
    assert sorted(codes) == [
        "invalid-value",
        "missing-element",
        "unknown-element",
        "wrong-type",
        "wrong-type",
    ]


def test_duplicate_keys_are_found_and_the_rest_is_read() -> None:
    text = '{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "a:b", "Resource": "*"}}'
    reading = read(text)
    assert [(f.code, f.line, f.column, f.where) for f in reading.findings] == [
        (Code.DUPLICATE_KEY, 1, 35, "Statement.Effect")
    ]
    assert reading.policy is not None
    assert reading.policy.statement[0].effect == "Deny"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = document(Sid="Straße")
    assert parse(text.encode(encoding)).statement[0].sid == "Straße"
    assert parse("\ufeff" + text).statement[0].sid == "Straße"


def test_did_you_mean() -> None:
    for changes, suggestion in (
        ({"Effect": "deny"}, "Deny"),
        ({"Ressource": "*"}, "Resource"),
        ({"condition": {}}, "Condition"),
        ({"Condition": {"ForAnyValues:StringEqual": {"a:b": "c"}}}, "ForAnyValue:StringEquals"),
        ({"Condition": {"stringequals": {"a:b": "c"}}}, "StringEquals"),
    ):
        assert [finding.suggestion for finding in read(document(**changes)).findings] == [suggestion]


def test_plain_data_has_paths_but_no_lines() -> None:
    finding = read({"Statement": [{**STATEMENT, "Effect": 1}]}).findings[0]
    assert (finding.where, finding.line, finding.severity) == ("Statement[0].Effect", None, Severity.ERROR)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_parsing_what_was_printed_gives_the_same(source: dict[str, Any]) -> None:
    policy = parse(json.dumps(source))
    assert parse(render(policy)) == policy
    assert parse(policy.data()) == policy


@given(documents())
@settings(max_examples=50, deadline=None)
def test_positions_point_at_what_json_says(source: dict[str, Any]) -> None:
    text = json.dumps(source, indent=1)
    read_back = located.load(text)
    assert read_back.data == json.loads(text)
    for path, offset in read_back.values.items():
        value: Any = read_back.data
        for part in path:
            value = value[part]
        assert json.JSONDecoder().raw_decode(text, offset)[0] == value


def test_the_light_modules_do_not_import_pydantic() -> None:
    names = [
        "conditions",
        "diff",
        "evaluate",
        "findings",
        "located",
        "minimise",
        "operators",
        "patterns",
        "principals",
        "quota",
        "statements",
        "variables",
        "verdicts",
    ]
    lines = [f"import policywright.knowledge.policy.{name}" for name in names]
    code = "\n".join([*lines, "import sys", "assert 'pydantic' not in sys.modules"])
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
