"""What is done of an edit all the same where it can't be made."""

from __future__ import annotations

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing import _with_others
from policywright.analyzers.infrastructure.model import Site
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const


def _edit(kind: str, *path: str, action: str) -> Edit:
    statement = NewStatement(sid=action.partition(":")[2], actions=(action,), resources=(Const("*"),))
    site = Site(file="main.tf", dialect="terraform", path=path)
    return Edit(kind="append" if kind == "append" else "replace", site=site, statements=(statement,))


def test_what_would_complete_a_statement_is_added_beside_it() -> None:
    added = _edit("append", "policy", action="sqs:DeleteMessage")
    completing = replace(_edit("replace", "policy", "0", action="sqs:ReceiveMessage"), instead=(added,))
    assert _with_others([completing], {0: "it is computed"}) == [added]


def test_what_is_added_at_one_place_is_one_edit() -> None:
    added = _edit("append", "policy", action="sqs:DeleteMessage")
    other = _edit("append", "policy", action="s3:GetObject")
    completing = replace(_edit("replace", "policy", "0", action="sqs:ReceiveMessage"), instead=(added,))
    (found,) = _with_others([other, completing], {1: "it is computed"})
    assert [one.actions for one in found.statements] == [("s3:GetObject",), ("sqs:DeleteMessage",)]


def test_what_has_nothing_in_its_place_stays_refused() -> None:
    refused = _edit("replace", "policy", "0", action="sqs:ReceiveMessage")
    assert _with_others([refused], {0: "it is computed"}) == [refused]
