"""Random policies and requests over a universe small enough that they often meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from policywright.knowledge.policy.verdicts import EvaluationRequest

HOME, AWAY = "111111111111", "222222222222"
PRINCIPALS = (
    f"arn:aws:iam::{HOME}:user/ann",
    f"arn:aws:sts::{HOME}:assumed-role/App/session",
    f"arn:aws:sts::{HOME}:federated-user/fay",
    "lambda.amazonaws.com",
    None,
)
ACTIONS = ("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "kms:Decrypt")
ACTION_PATTERNS = (
    *ACTIONS,
    "*",
    "s3:*",
    "s3:Get*",
    "S3:GETOBJECT",
    "s3:?utObject",
    "s3:*Object",
    "kms:*",
    "sqs:S*e",
)
RESOURCES = (
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/ann/x",
    "arn:aws:s3:::b",
    f"arn:aws:sqs:eu-west-1:{AWAY}:q",
    "*",
)
RESOURCE_PATTERNS = (
    *RESOURCES,
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'ann'}/*",
    "arn:*:s3:::b*",
    f"arn:aws:sqs:*:{AWAY}:q",
    "arn:aws:sqs:e*-1:*:?",
)
KEYS = ("aws:username", "aws:PrincipalTag/team", "aws:TagKeys", "aws:MultiFactorAuthAge")
VALUES = ("ann", "red", "r*", "30", "${aws:username}", "*")
OPERATORS = (
    "StringEquals",
    "StringNotEquals",
    "StringLikeIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotLike",
    "NumericLessThan",
    "Null",
)


def lists(values: tuple[str, ...], most: int = 3) -> st.SearchStrategy[Any]:
    """A single value or a list of some."""
    several = st.lists(st.sampled_from(values), min_size=1, max_size=most)
    return st.one_of(st.sampled_from(values), several)


def conditions() -> st.SearchStrategy[Any]:
    return st.dictionaries(
        st.sampled_from(OPERATORS),
        st.dictionaries(st.sampled_from(KEYS), lists(VALUES, 2), min_size=1, max_size=2),
        max_size=2,
    )


def principals() -> st.SearchStrategy[Any]:
    names = (f"arn:aws:iam::{HOME}:root", HOME, f"arn:aws:iam::{HOME}:role/App", "*", *PRINCIPALS[:3])
    return st.one_of(
        st.just("*"),
        st.builds(lambda found: {"AWS": found}, lists(tuple(n for n in names if n))),
        st.just({"Service": "lambda.amazonaws.com"}),
    )


@st.composite
def statements(draw: st.DrawFn, *, with_principal: bool = False) -> dict[str, Any]:
    out: dict[str, Any] = {"Effect": draw(st.sampled_from(("Allow", "Allow", "Deny")))}
    if with_principal:
        out[draw(st.sampled_from(("Principal", "Principal", "NotPrincipal")))] = draw(principals())
    out[draw(st.sampled_from(("Action", "Action", "Action", "NotAction")))] = draw(lists(ACTION_PATTERNS))
    out[draw(st.sampled_from(("Resource", "Resource", "Resource", "NotResource")))] = draw(
        lists(RESOURCE_PATTERNS)
    )
    found = draw(conditions())
    if found:
        out["Condition"] = found
    return out


@st.composite
def documents(draw: st.DrawFn, *, with_principal: bool = False, most: int = 4) -> dict[str, Any]:
    made = draw(st.lists(statements(with_principal=with_principal), min_size=1, max_size=most))
    for index, statement in enumerate(made):
        if draw(st.booleans()):
            statement["Sid"] = f"S{index}"
    return {"Version": draw(st.sampled_from(("2012-10-17", "2012-10-17", "2008-10-17"))), "Statement": made}


def requests() -> st.SearchStrategy[EvaluationRequest]:
    context = st.dictionaries(
        st.sampled_from(KEYS),
        st.lists(st.sampled_from(("ann", "red", "30")), min_size=1, max_size=2).map(tuple),
    )
    return st.builds(
        lambda principal, action, resource, keys, owner: EvaluationRequest(
            principal_arn=principal, action=action, resource=resource, context=keys, resource_account=owner
        ),
        st.sampled_from(PRINCIPALS),
        st.sampled_from(ACTIONS),
        st.sampled_from(RESOURCES),
        context,
        st.sampled_from((None, HOME, AWAY)),
    )
