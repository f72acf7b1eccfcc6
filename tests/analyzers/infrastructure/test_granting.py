"""Which statements grant an item is found by how names begin; asking each of them gives the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.granting import Granting
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import Item, items_of, without_covered
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Resource, Stack
from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.model import Grant, Reason
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value

WHERE = whole_file("t")
STACK = Stack(
    name="t", dialect="cloudformation", files=("t",),
    resources=(Resource(id="Inbox", type="AWS::SQS::Queue", name=Const("inbox"), span=WHERE),),
)  # fmt: skip
REFERENCES = references_of(STACK)
PARTS = st.one_of(
    st.sampled_from((
        "*", "?", "/", "in", "inbox", "app", ":*", ":*:*", ":log-stream:*", "aws", "${aws:username}", "parameter/",
    )),
    st.builds(Hole, kind=st.sampled_from(("parameter", "reference")), name=st.sampled_from(("A", "Inbox"))),
    st.just(Hole(kind="unknown")),
    st.just(Hole(kind="partition")),
)  # fmt: skip
HEADS = st.sampled_from((
    "arn:aws:sqs:eu-west-1:111122223333:", "arn:aws:sqs:*:*:", "arn:aws:logs:*:*:log-group:", "arn:aws:ssm:*:*:",
    "arn:*:", "*", "", "arn:aws:s3:::",
))  # fmt: skip
NAMES = st.lists(PARTS, max_size=3)


@st.composite
def arns(draw: st.DrawFn) -> Value:
    parts: list[str | Hole] = [draw(HEADS)]
    for one in draw(NAMES):
        if isinstance(one, str) and isinstance(parts[-1], str):
            parts[-1] += one
        else:
            parts.append(one)
    return Text(tuple(one for one in parts if one)) if any(parts) else Const("*")


ACTIONS = st.sampled_from(("sqs:SendMessage", "sqs:*", "logs:PutLogEvents", "*", "sts:GetCallerIdentity"))
STATEMENTS = st.builds(
    lambda actions, values, excepted: HeldStatement(
        effect="Allow", actions=tuple(map(Const, actions)), span=WHERE,
        resources=() if excepted else tuple(values), not_resources=tuple(values) if excepted else (),
    ),
    st.lists(ACTIONS, min_size=1, max_size=2),
    st.lists(st.one_of(arns(), st.just(Unknown("elsewhere"))), min_size=1, max_size=3),
    st.booleans(),
)  # fmt: skip


@given(st.lists(STATEMENTS, max_size=5), st.lists(st.tuples(ACTIONS, arns()), max_size=5))
def test_it_is_what_asking_each_of_them_gives(
    statements: list[HeldStatement], needed: list[tuple[str, Value]]
) -> None:
    policy = HeldPolicy(name="p", kind="inline", span=WHERE, statements=tuple(statements))
    held = [Held(policy, Holding(one, REFERENCES)) for one in statements]
    granting = Granting(held)
    for action, resource in needed:
        item = Item(action=action, resource=REFERENCES.canonical(resource))
        assert [*granting.of(item)] == [one for one in held if one.holding.covers(item)]


@given(st.lists(st.tuples(ACTIONS, arns()), max_size=6))
def test_what_others_cover_is_left_out_and_its_reasons_are_not(needed: list[tuple[str, Value]]) -> None:
    items = items_of(
        Grant(action=action, resources=(resource,), reasons=(reason(number),))
        for number, (action, resource) in enumerate(needed)
    )
    found = without_covered(items)
    for one in items:
        over = [each for each in found if each.action == one.action and covers(text(each), text(one))]
        assert all(set(one.reasons) <= set(each.reasons) for each in over)
        assert over or any(
            each is not one and each.action == one.action and covers(text(each), text(one)) for each in items
        )


def reason(line: int) -> Reason:
    span = whole_file(f"{line}.py")
    return Reason(operation="sqs:SendMessage", span=span, certainty="resolved", detail="")


def text(item: Item) -> str:
    return form(item.resource)


def test_each_resource_has_the_reasons_that_are_for_it() -> None:
    first, other, both = Const("arn:aws:s3:::a"), Const("arn:aws:s3:::b"), Const("arn:aws:s3:::c")
    reasons = [reason(number) for number in range(3)]
    on = [(first,), (other,), ()]
    grant = Grant(
        action="s3:ListBucket", resources=(first, other, both),
        reasons=tuple(
            Reason(
                operation=one.operation, span=one.span, certainty=one.certainty, detail=one.detail, on=where
            )
            for one, where in zip(reasons, on, strict=True)
        ),
    )  # fmt: skip
    assert [one.reasons for one in items_of([grant])] == [
        (reasons[0], reasons[2]), (reasons[1], reasons[2]), (*reasons,),
    ]  # fmt: skip
