"""Canonical form, minimising, difference, quotas and splitting: none of them changes what is allowed."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge.policy.strategies import documents, requests
from tests.shares import examples

from policywright.knowledge.policy import quota, splitting
from policywright.knowledge.policy.diff import Change, diff, diff_rules
from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.minimise import covered, covers_rule, minimise, minimise_document
from policywright.knowledge.policy.statements import canonical, document, rules
from policywright.knowledge.policy.verdicts import EvaluationRequest, PolicySet


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def answer(request: EvaluationRequest, policies: PolicySet) -> tuple[Any, ...]:
    verdict = evaluate(request, policies)
    return verdict.allowed, verdict.kind, verdict.reason


@given(documents(), documents(with_principal=True), requests())
@settings(max_examples=examples(50, 250), deadline=None)
def test_minimising_never_changes_a_verdict(
    identity: dict[str, Any], resource: dict[str, Any], request: EvaluationRequest
) -> None:
    before = PolicySet(identity=[identity], resource=resource, boundary=identity)
    small = minimise_document(identity)
    after = PolicySet(identity=[small], resource=minimise_document(resource), boundary=small)
    assert answer(request, before) == answer(request, after)


@given(documents(with_principal=True), requests())
@settings(max_examples=examples(25, 100), deadline=None)
def test_canonical_form_means_the_same(source: dict[str, Any], request: EvaluationRequest) -> None:
    once = canonical(source)
    assert canonical(once) == once
    assert answer(request, PolicySet(resource=source)) == answer(request, PolicySet(resource=once))


@given(documents(most=6), st.randoms(use_true_random=False))
@settings(max_examples=examples(25, 100), deadline=None)
def test_minimising_is_idempotent_and_ignores_order(source: dict[str, Any], shuffle: random.Random) -> None:
    small = minimise(rules(source))
    assert minimise(small) == small
    shuffled = list(rules(source))
    shuffle.shuffle(shuffled)
    assert [rule.without_sid for rule in minimise(shuffled)] == [rule.without_sid for rule in small]


@given(documents(), requests())
@settings(max_examples=examples(30, 150), deadline=None)
def test_a_covering_statement_applies_wherever_the_other_does(
    source: dict[str, Any], request: EvaluationRequest
) -> None:
    found = rules(source)
    for wide in found:
        for narrow in found:
            if wide.effect == "Allow" and covers_rule(wide, narrow):
                version = source["Version"]
                inner = evaluate(request, PolicySet(identity=[document([narrow], version=version)]))
                outer = evaluate(request, PolicySet(identity=[document([wide], version=version)]))
                assert outer.allowed or not inner.allowed


def test_minimise_merges_and_drops() -> None:
    source = policy(
        allow("s3:GetObject", "arn:aws:s3:::b/*", Sid="Read"),
        allow("s3:PutObject", "arn:aws:s3:::b/*"),
        allow("s3:GetObject", "arn:aws:s3:::b/k"),
        allow(["s3:getobject", "s3:PutObject"], "arn:aws:s3:::c/*"),
        allow("sqs:*", "*"),
        allow("sqs:SendMessage", "arn:aws:sqs:*:*:q"),
        allow("kms:Decrypt", "*", Condition={"StringEquals": {"kms:ViaService": ["a", "b"]}}),
        allow("kms:Decrypt", "*", Condition={"StringEquals": {"kms:ViaService": "a"}}),
    )
    assert minimise_document(source)["Statement"] == [
        allow("kms:Decrypt", "*", Condition={"StringEquals": {"kms:ViaService": ["a", "b"]}}),
        {"Sid": "Read", **allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"])},
        allow("sqs:*", "*"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change", "explanation"),
    [
        (policy(allow("a:b")), policy(allow("a:b"), allow("a:c")), Change.ADDED, "allows a:c on *"),
        (policy(allow(["a:b", "a:c"])), policy(allow("a:b")), Change.REMOVED, "no longer allows a:c on *"),
        (
            policy(allow("a:b", "arn:aws:s3:::x")),
            policy(allow("a:b", ["arn:aws:s3:::x", "arn:aws:s3:::y"])),
            Change.WIDENED,
            "also allows a:b on arn:aws:s3:::y",
        ),
        (
            policy(allow("a:b")),
            policy(allow("a:b", "arn:aws:s3:::x")),
            Change.NARROWED,
            "allows a:b only on arn:aws:s3:::x",
        ),
        (
            policy(allow("a:b", "arn:aws:s3:::x")),
            policy(allow("a:b")),
            Change.WIDENED,
            "allows a:b on *, before only on arn:aws:s3:::x",
        ),
        (
            policy(allow("a:b", ["arn:aws:s3:::x", "arn:aws:s3:::y"])),
            policy(allow("a:b", "arn:aws:s3:::x")),
            Change.NARROWED,
            "no longer allows a:b on arn:aws:s3:::y",
        ),
        (
            policy(allow("a:b", "arn:aws:s3:::x")),
            policy(allow("a:b", "arn:aws:s3:::y")),
            Change.CHANGED,
            "allows a:b on arn:aws:s3:::y instead of on arn:aws:s3:::x",
        ),
        (
            policy(allow("a:b")),
            policy(allow("a:b", Condition={"Bool": {"aws:SecureTransport": "true"}})),
            Change.NARROWED,
            "allows a:b only on * if aws:SecureTransport Bool true",
        ),
    ],
)
def test_diff(before: dict[str, Any], after: dict[str, Any], change: Change, explanation: str) -> None:
    differences = diff(before, after)
    assert [(found.change, found.explanation) for found in differences] == [(change, explanation)]
    assert differences[0].grants_more is (change in (Change.ADDED, Change.WIDENED, Change.CHANGED))


@given(documents())
@settings(max_examples=examples(25, 100), deadline=None)
def test_equal_policies_do_not_differ(source: dict[str, Any]) -> None:
    assert diff(source, source) == ()
    assert diff(source, canonical(source)) == ()
    assert diff(source, minimise_document(source)) == ()


@given(documents(), documents(), requests())
@settings(max_examples=examples(30, 150), deadline=None)
def test_a_difference_that_grants_no_more_lets_nothing_new_through(
    before: dict[str, Any], after: dict[str, Any], request: EvaluationRequest
) -> None:
    after["Version"] = before["Version"]
    after["Statement"] = after["Statement"] + before["Statement"][:1]
    if not any(found.grants_more for found in diff(before, after)):
        was = evaluate(request, PolicySet(identity=[before]))
        now = evaluate(request, PolicySet(identity=[after]))
        assert was.allowed or not now.allowed


def test_size_is_counted_without_white_space() -> None:
    assert quota.size({"Version": "2012-10-17", "Statement": []}) == len(
        '{"Version":"2012-10-17","Statement":[]}'
    )
    assert quota.size({"a": ["é", True]}) == len('{"a":["é",true]}')
    assert quota.QUOTAS == {"managed": 6144, "role": 10240, "user": 2048, "group": 5120}
    assert quota.exceeded(policy(allow([f"s3:A{number:04}" for number in range(400)]))) == ("user",)


@given(documents(most=6), st.integers(min_value=300, max_value=700))
@settings(max_examples=examples(30, 150), deadline=None)
def test_split_preserves_the_union_and_the_limit(source: dict[str, Any], limit: int) -> None:
    found = rules(source)
    parts = splitting.split(found, limit)
    assert diff_rules(found, [rule for part in parts for rule in part]) == ()
    assert splitting.split(found, limit) == parts
    for part, made in zip(parts, splitting.documents(found, limit), strict=True):
        assert quota.size(made) <= limit or len(part) == 1


def test_split_cuts_a_statement_that_is_too_long() -> None:
    resources = [f"arn:aws:s3:::bucket-{number:03}/*" for number in range(300)]
    made = splitting.documents(rules(policy(allow("s3:GetObject", resources, Sid="Read"))), 6144)
    assert len(made) == 2
    sids = [statement["Sid"] for part in made for statement in part["Statement"]]
    assert sids[0] == "Read"
    assert len(set(sids)) == len(sids)
    assert sorted(r for part in made for s in part["Statement"] for r in s["Resource"]) == resources


@given(documents(), documents())
@settings(max_examples=examples(40, 300))
def test_what_is_looked_up_misses_nothing(one: dict[str, Any], two: dict[str, Any]) -> None:
    found = [*rules(one), *rules(two)]
    known = covered(found)
    for number, at in known.items():
        assert covers_rule(found[at], found[number])
    left = [rule for number, rule in enumerate(found) if number not in known]
    for index, narrow in enumerate(left):
        assert not any(covers_rule(wide, narrow) for at, wide in enumerate(left) if at != index)
