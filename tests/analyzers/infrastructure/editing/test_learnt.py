"""Template files are edited in their own words, or not at all."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.editing.learnt import Learnt
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.project import whole_file
from policywright.knowledge.values import Hole, Text, Value

OPEN, CLOSE = "\ue000", "\ue001"
REGION, ACCOUNT = Hole(kind="region"), Hole(kind="account")
TABLE = Text((Hole(kind="parameter", name="var.table_arn"),))
QUEUE: Value = Text(("arn:aws:sqs:", REGION, ":", ACCOUNT, ":jobs"))
MASKED = f"""{{"Statement": [{{"Resource": [
  "arn:aws:sqs:{OPEN}0{CLOSE}:{OPEN}1{CLOSE}:jobs", "{OPEN}2{CLOSE}"
]}}]}}"""


@pytest.fixture
def learnt() -> Learnt:
    stack = Stack(name="modules/x", dialect="terraform", files=())
    held = HeldStatement(effect="Allow", resources=(QUEUE, TABLE), span=whole_file("x.json.tpl"))
    return Learnt(stack, MASKED, {("Statement", 0): held})


def test_places_and_names_are_said_as_the_file_says_them(learnt: Learnt) -> None:
    other = Text(("arn:aws:sqs:", REGION, ":", ACCOUNT, ":others"))
    assert learnt.text(other) == f"arn:aws:sqs:{OPEN}0{CLOSE}:{OPEN}1{CLOSE}:others"
    assert learnt.text(TABLE) == f"{OPEN}2{CLOSE}"
    assert learnt.text(Text((*TABLE.parts, "/index/by-day"))) == f"{OPEN}2{CLOSE}/index/by-day"


def test_a_name_that_the_file_does_not_have_is_not_written_as_a_wildcard(learnt: Learnt) -> None:
    unknown = Text(("arn:aws:s3:::", Hole(kind="parameter", name="var.bucket"), "/*"))
    new = NewStatement(sid="", actions=("s3:GetObject",), resources=(unknown,))
    assert learnt.unsaid([new]) == "var.bucket"
    assert learnt.unsaid([NewStatement(sid="", actions=("a:b",), resources=(TABLE, QUEUE))]) is None


def test_what_is_no_json_teaches_nothing() -> None:
    stack = Stack(name="modules/x", dialect="terraform", files=())
    held = HeldStatement(effect="Allow", resources=(TABLE,), span=whole_file("x.json.tpl"))
    learnt = Learnt(stack, "{", {("Statement", 0): held})
    assert learnt.unsaid([NewStatement(sid="", actions=("a:b",), resources=(TABLE,))]) == "var.table_arn"
