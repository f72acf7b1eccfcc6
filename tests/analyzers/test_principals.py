"""A policy for each role that people can tell from the others: nothing is lost, and no order decides."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.assembly import NOWHERE, Place, assemble, text
from policywright.analyzers.model import AMBIENT, Grant, Identity, MayNeed, Reason, Span
from policywright.analyzers.principals import told_apart
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import Const, Hole, OneOf, Text, Unknown, Value, alternatives

SPAN = Span(file="a.py", line=1, column=1, end_line=1, end_column=2, start_byte=0, end_byte=1)
ANY = Hole(kind="unknown")
READER = Const("arn:aws:iam::111122223333:role/reader")
SOME = Text(("arn:aws:iam::111122223333:role/", ANY))


def env(name: str, *around: str | Hole) -> Text:
    return Text((*around, Hole(kind="env", name=name)))


def grant(action: str, *roles: Value, resource: str = "*") -> Grant:
    role = OneOf(roles) if len(roles) > 1 else roles[0]
    reason = Reason(operation=action, span=SPAN, certainty="resolved", detail=resource)
    return Grant(action=action, resources=(Const(resource),), reasons=(reason,), identity=Identity(role=role))


def by_role(*grants: Grant, place: Place = NOWHERE) -> dict[str, list[str]]:
    """Actions by policy, as people see it: its name, and the role that it is for."""
    policies, _ = assemble(told_apart(grants, (), place)[0], place)
    return {
        f"{policy.name} {policy.attach_to.name}": [one.action for one in policy.grants] for policy in policies
    }


def test_what_another_alternative_covers_is_no_policy_of_its_own() -> None:
    assert by_role(grant("s3:GetObject", READER, SOME)) == {
        "assumed-role arn:aws:iam::111122223333:role/*": ["s3:GetObject"]
    }


def test_who_has_a_policy_anyway_gets_all_that_is_done_as_him() -> None:
    assert by_role(grant("s3:GetObject", READER, SOME), grant("sqs:ListQueues", READER)) == {
        "assumed-role arn:aws:iam::111122223333:role/*": ["s3:GetObject"],
        "assumed-role-reader arn:aws:iam::111122223333:role/reader": ["s3:GetObject", "sqs:ListQueues"],
    }


def test_roles_of_different_places_stay_apart() -> None:
    assert by_role(grant("s3:GetObject", READER), grant("sqs:ListQueues", SOME)) == {
        "assumed-role arn:aws:iam::111122223333:role/*": ["sqs:ListQueues"],
        "assumed-role-reader arn:aws:iam::111122223333:role/reader": ["s3:GetObject"],
    }


def test_partitions_are_one_role_in_the_partition_that_is_asked_about() -> None:
    china = Const("arn:aws-cn:iam::111122223333:role/reader")
    by_name = Text(("arn:", Hole(kind="env", name="PARTITION"), ":iam::111122223333:role/reader"))
    one = [grant("s3:GetObject", READER, china), grant("sqs:ListQueues", by_name)]
    actions = ["s3:GetObject", "sqs:ListQueues"]
    assert by_role(*one) == {"assumed-role-reader arn:aws:iam::111122223333:role/reader": actions}
    assert by_role(*one, place=Place(partition="aws-cn")) == {
        "assumed-role-reader arn:aws-cn:iam::111122223333:role/reader": actions
    }
    assert by_role(grant("s3:GetObject", china)) == {
        "assumed-role-reader arn:aws-cn:iam::111122223333:role/reader": ["s3:GetObject"]
    }


def test_variables_are_names_that_people_know_roles_by() -> None:
    prefix = ("arn:aws:iam::", Hole(kind="env", name="ACCOUNT"), ":role/")
    assert by_role(
        grant("s3:GetObject", env("READER")), grant("s3:PutObject", env("WRITER", *prefix)),
        grant("sqs:ListQueues", Text((ANY,))), grant("sns:ListTopics", Unknown("role")),
    ) == {
        "assumed-role-READER *": ["s3:GetObject"],
        "assumed-role *": ["sns:ListTopics", "sqs:ListQueues"],
        "assumed-role-WRITER arn:aws:iam::*:role/*": ["s3:PutObject"],
    }  # fmt: skip


def test_of_several_variables_none_covers_another() -> None:
    default = Const("arn:aws:iam::111122223333:role/ops")
    parameter = Text((Hole(kind="parameter", name="role"),))
    assert by_role(grant("s3:GetObject", env("READER"), env("WRITER"), default)) == {
        "assumed-role-READER *": ["s3:GetObject"],
        "assumed-role-WRITER *": ["s3:GetObject"],
    }
    assert by_role(grant("s3:GetObject", env("READER"), parameter)) == {
        "assumed-role-role *": ["s3:GetObject"]
    }
    assert by_role(grant("s3:GetObject", env("READER"), Text((ANY,)))) == {"assumed-role *": ["s3:GetObject"]}


def test_it_does_not_matter_how_a_text_is_cut() -> None:
    cut = Text(("arn:", "aws", ":iam::111122223333:", "role/", "reader"))
    assert by_role(grant("s3:GetObject", READER), grant("sqs:ListQueues", cut)) == {
        "assumed-role-reader arn:aws:iam::111122223333:role/reader": ["s3:GetObject", "sqs:ListQueues"]
    }


def test_no_role_is_none_of_the_roles() -> None:
    assert by_role(grant("s3:GetObject", Const(None), Const(""), READER)) == {
        "assumed-role-reader arn:aws:iam::111122223333:role/reader": ["s3:GetObject"]
    }
    assert by_role(grant("s3:GetObject", Const(None))) == {"assumed-role *": ["s3:GetObject"]}


def test_grants_that_become_alike_are_one() -> None:
    first, second = (
        grant("s3:GetObject", READER, resource="a"),
        grant("s3:GetObject", READER, SOME, resource="b"),
    )
    (found,) = [one for one in told_apart([first, second], (), NOWHERE)[0] if one.identity.role == READER]
    assert found.resources == (Const("a"), Const("b"))
    assert [reason.detail for reason in found.reasons] == ["a", "b"]


def test_what_a_role_is_granted_anyway_is_not_asked_about() -> None:
    needed = grant("kms:Decrypt", READER)
    open_ = MayNeed(
        action=needed.action, resources=needed.resources, when="the bucket is encrypted",
        reasons=needed.reasons, identity=Identity(role=OneOf((READER, SOME))),
    )  # fmt: skip
    _, left = told_apart([needed], [open_], NOWHERE)
    assert [one.identity.role for one in left] == [SOME]


def test_the_callers_own_grants_stay_as_they_are() -> None:
    own = [Grant(action="s3:GetObject", reasons=(), identity=one) for one in (AMBIENT, Identity(keys=READER))]
    assert told_apart([*own, grant("s3:GetObject", READER)], (), NOWHERE)[0][:2] == own


_roles = st.builds(
    lambda partition, account, name: Text(("arn:", partition, ":iam::", account, ":role/", *name)),
    st.sampled_from(("aws", "aws-cn", Hole(kind="env", name="PARTITION"))),
    st.sampled_from(("111122223333", ANY, Hole(kind="env", name="ACCOUNT"))),
    st.sampled_from(
        (
            ("reader",),
            (ANY,),
            ("app/", ANY),
            ("app/writer",),
            (Hole(kind="env", name="ROLE"),),
            (Hole(kind="env", name="OTHER"), "-x"),
            (Hole(kind="parameter", name="name"),),
        )
    ),
) | st.sampled_from((READER, Const(None), Unknown("role"), env("ROLE")))
_grants = st.lists(
    st.builds(
        lambda action, roles: grant(action, *roles),
        st.sampled_from(("s3:GetObject", "sqs:ListQueues", "sns:ListTopics")),
        st.lists(_roles, min_size=1, max_size=4, unique=True),
    ),
    max_size=6,
)


@given(_grants, st.integers())
def test_no_order_decides(grants: list[Grant], seed: int) -> None:
    order = random.Random(seed)
    shuffled = []
    for one in order.sample(grants, len(grants)):
        options = list(alternatives(one.identity.role or Unknown("role")))
        shuffled.append(grant(one.action, *order.sample(options, len(options))))
    assert by_role(*grants) == by_role(*shuffled)


def pattern(role: Value | None) -> str:
    """A role in any partition; any role at all is everybody."""
    arn = text(role or Unknown("role"))
    found = f"arn:*:iam:{arn.partition(':iam:')[2]}" if arn.startswith("arn:") else arn
    return "*" if found == "arn:*:iam::*:role/*" else found


@given(_grants)
def test_nothing_is_lost_and_nobody_is_there_twice(grants: list[Grant]) -> None:
    found, _ = told_apart(grants, (), NOWHERE)
    for one in grants:
        granted = [pattern(of.identity.role) for of in found if of.action == one.action]
        for role in alternatives(one.identity.role or Unknown("role")):
            assert role == Const(None) or any(covers(to, pattern(role)) for to in granted)
    policies, _ = assemble(found, NOWHERE)
    assert len({(policy.name, policy.attach_to.name) for policy in policies}) == len(policies)
