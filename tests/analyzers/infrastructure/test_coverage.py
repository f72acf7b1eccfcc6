"""What a held statement grants when a part of it is not known."""

from __future__ import annotations

from policywright.analyzers.infrastructure.coverage import Holding, Item
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.references import references_of
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value

REFERENCES = references_of(Stack(name="t", dialect="cloudformation", files=("t",)))


def queue(name: str) -> Value:
    return REFERENCES.canonical(Const(f"arn:aws:sqs:eu-west-1:111122223333:{name}"))


QUEUE = queue("q")


def holding(action: Value, resource: Value) -> Holding:
    statement = HeldStatement(effect="Allow", actions=(action,), resources=(resource,), span=whole_file("t"))
    return Holding(statement, REFERENCES)


def test_an_unknown_resource_may_be_any_but_the_actions_are_what_they_are() -> None:
    found = holding(Const("sqs:SendMessage"), Unknown("elsewhere"))
    assert found.unsure
    assert found.covers(Item(action="sqs:SendMessage", resource=QUEUE))
    assert not found.covers(Item(action="sqs:DeleteMessage", resource=QUEUE))


def test_an_unknown_action_may_be_any_on_the_resources_that_are_named() -> None:
    found = holding(Text((Hole(kind="parameter", name="Action"),)), QUEUE)
    assert found.unsure
    assert found.covers(Item(action="sqs:SendMessage", resource=QUEUE))
    assert not found.covers(Item(action="sqs:SendMessage", resource=queue("other")))
