"""One entry for each cause, in an order that says which to read first; nothing is lost on the way."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.model import Cause, Span, Unresolved, UnresolvedCode
from policywright.analyzers.unresolved import by_cause

NAMES = ("list_keys()", "list_queues()", "publish()", "scan()", "list_users()", "get_item()")
GUESSES = ("kms:ListKeys", "sqs:ListQueues", "sns:Publish", "dynamodb:Scan", "iam:ListUsers", "iam:ListKeys")


def span(file: str, line: int) -> Span:
    return Span(
        file=file, line=line, column=1, end_line=line, end_column=9, start_byte=line * 10,
        end_byte=line * 10 + 8,
    )  # fmt: skip


spans = st.builds(span, st.sampled_from(("a.py", "b.py")), st.integers(1, 6))
guesses = st.lists(st.sampled_from(GUESSES), max_size=4, unique=True).map(tuple)
causes = st.builds(
    Cause,
    before=st.sampled_from(("", "an operation of ")),
    after=st.sampled_from((" on a client whose service is computed", " whose name is computed")),
    key=st.sampled_from(("", "self.client")),
    span=st.none() | spans,
)


@st.composite
def named(draw: st.DrawFn) -> Unresolved:
    cause, name = draw(causes), draw(st.sampled_from(NAMES))
    return Unresolved(
        code=draw(st.sampled_from(UnresolvedCode)), span=draw(spans), could_be=draw(guesses), name=name,
        cause=cause, detail=f"{cause.before}{name}{cause.after}",
    )  # fmt: skip


plain = st.builds(
    Unresolved,
    code=st.sampled_from(UnresolvedCode),
    span=spans,
    could_be=guesses,
    detail=st.sampled_from(("keeper is not modelled", "s3 has no operation foo")),
)
found = st.lists(named() | plain, max_size=14)


def said(entry: Unresolved) -> set[Span]:
    return set(entry.places) or {entry.span}


@given(found, st.integers())
def test_what_is_found_first_changes_nothing(items: list[Unresolved], seed: int) -> None:
    shuffled = list(items)
    random.Random(seed).shuffle(shuffled)
    assert by_cause(shuffled) == by_cause(items) == by_cause([*items, *shuffled])


@given(found)
def test_no_two_entries_have_one_cause(items: list[Unresolved]) -> None:
    entries = by_cause(items)
    causes = [(one.code, one.cause or one.detail) for one in entries]
    assert len(set(causes)) == len(causes)
    # Nor does a reader see one twice.
    seen = [(one.code, one.span, one.detail) for one in entries]
    assert len(set(seen)) == len(seen)


@given(found)
def test_every_place_and_every_code_is_still_said(items: list[Unresolved]) -> None:
    entries = by_cause(items)
    for item in items:
        mine = [one for one in entries if one.code is item.code and item.span in said(one)]
        assert mine
        assert any(
            (one.cause or one.detail) == (item.cause or item.detail) or item.name in one.detail
            for one in mine
        )


@given(found)
def test_a_name_is_said_or_counted(items: list[Unresolved]) -> None:
    for entry in by_cause(items):
        names = {
            one.name for one in items
            if one.cause is not None and one.cause == entry.cause and one.code is entry.code
        }  # fmt: skip
        if names:
            shown = {name for name in names if name in entry.detail}
            assert len(names) == len(shown) or f"and {len(names) - len(shown)} more" in entry.detail


@given(found)
def test_an_entry_is_where_all_that_hangs_on_it_has_its_cause(items: list[Unresolved]) -> None:
    for entry in by_cause(items):
        places = said(entry)
        if len(places) == 1:
            assert entry.span in places
            assert not entry.places
        else:
            assert entry.cause is None or entry.cause.span in (None, entry.span)
            assert list(entry.places) == sorted(places)


@given(found)
def test_again_changes_nothing(items: list[Unresolved]) -> None:
    assert by_cause(by_cause(items)) == by_cause(items)


def test_a_request_that_is_certain_comes_before_a_guess_and_a_guess_before_a_library() -> None:
    def item(code: UnresolvedCode, line: int, *could_be: str) -> Unresolved:
        return Unresolved(
            code=code, span=span("a.py", line), detail=f"{code.value} {line}", could_be=could_be
        )

    expected = [
        item(UnresolvedCode.BUDGET, 9),
        item(UnresolvedCode.UNKNOWN_AUTHORIZATION, 8),
        item(UnresolvedCode.UNKNOWN_SERVICE, 7, "iam:ListUsers"),
        item(UnresolvedCode.DYNAMIC_CODE, 6, "s3:GetObject"),
        item(UnresolvedCode.AMBIGUOUS, 4, "sns:Publish"),
        item(UnresolvedCode.AMBIGUOUS, 5, "sqs:SendMessage"),
        item(UnresolvedCode.UNKNOWN_SERVICE, 3),
        item(UnresolvedCode.DYNAMIC_CODE, 2),
        item(UnresolvedCode.UNKNOWN_OPERATION, 1),
        item(UnresolvedCode.LIBRARY, 1),
        item(UnresolvedCode.MISSING, 2),
    ]
    assert list(by_cause(reversed(expected))) == expected


def test_services_that_have_everything_that_is_called_are_named_first() -> None:
    cause = Cause(before="", after=" on client of unknown type", key="client")

    def call(line: int, name: str, *could_be: str) -> Unresolved:
        return Unresolved(
            code=UnresolvedCode.AMBIGUOUS, span=span("a.py", line), name=name, cause=cause,
            detail=f"{name}{cause.after}", could_be=could_be,
        )  # fmt: skip

    (entry,) = by_cause((
        call(1, "list_builds()", "codebuild:ListBuilds", "gamelift:ListBuilds"),
        call(2, "list_projects()", "bedrock:ListProjects", "codebuild:ListProjects"),
    ))  # fmt: skip
    assert entry.detail == "list_builds() and list_projects() on client of unknown type"
    assert entry.could_be[:2] == ("codebuild:ListBuilds", "codebuild:ListProjects")
    assert set(entry.could_be[2:]) == {"gamelift:ListBuilds", "bedrock:ListProjects"}
