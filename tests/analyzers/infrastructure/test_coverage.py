"""What a held statement grants when a part of it is not known."""

from __future__ import annotations

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.items import Item, is_other_part
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


def test_what_grants_all_that_an_action_can_be_on_grants_what_a_parameter_gives() -> None:
    item = Item(action="sqs:SendMessage", resource=Text((Hole(kind="parameter", name="Inbox"),)))
    for wide in ("arn:aws:sqs:*:*:*", "arn:*:sqs:eu-west-1:111122223333:*", "*"):
        assert holding(Const("sqs:SendMessage"), Const(wide)).covers(item)
    for narrow in ("arn:aws:sqs:*:*:orders-*", "arn:aws:sns:*:*:*"):
        assert not holding(Const("sqs:SendMessage"), Const(narrow)).covers(item)


def test_no_part_is_kept_that_an_action_is_never_on() -> None:
    table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    anything = Text(("arn:aws:dynamodb:eu-west-1:111122223333:table/", Hole(kind="unknown")))
    for action, kept in (("dynamodb:PutItem", False), ("dynamodb:Query", True)):
        item = Item(action=action, resource=REFERENCES.canonical(anything))
        assert holding(Const(action), Const(table)).settled(item)
        assert bool(holding(Const(action), Const(f"{table}/index/by-day")).settled(item)) is kept


def test_a_version_is_no_part() -> None:
    name = "arn:aws:lambda:eu-west-1:111122223333:function:"
    item = Item(
        action="lambda:InvokeFunction", resource=REFERENCES.canonical(Text((name, Hole(kind="unknown"))))
    )
    assert holding(Const("lambda:InvokeFunction"), Const(f"{name}pack:live")).settled(item)


def test_a_secret_s_own_arn_is_that_of_its_name() -> None:
    place = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"
    item = Item(
        action="secretsmanager:GetSecretValue", resource=REFERENCES.canonical(Const(f"{place}app/db-??????"))
    )
    assert holding(Const("secretsmanager:GetSecretValue"), Const(f"{place}app/db-a1B2c3")).settled(item)
    for other in ("app/db-a1B2c", "app/db2-a1B2c3", "app/other-a1B2c3"):
        assert not holding(Const("secretsmanager:GetSecretValue"), Const(place + other)).settled(item)


def test_a_parameter_alone_is_another_name_of_it_but_not_of_what_is_below_it() -> None:
    given = Hole(kind="parameter", name="Pictures")
    alone, below = Text((given,)), Text((given, "/results/", Hole(kind="unknown"), ".json"))
    statement = HeldStatement(
        effect="Allow", actions=(Const("s3:PutObject"),), resources=(alone, Text((given, "/*"))),
        span=whole_file("t"),
    )  # fmt: skip
    found = Holding(statement, REFERENCES)
    assert [one.resource for one in found.as_granted(Item(action="s3:PutObject", resource=below))] == [below]
    # It may be a name or an ARN, where something takes it for the name in one.
    named = Text(("arn:aws:s3:::", given, "/results/1.json"))
    assert alone in [one.resource for one in found.as_granted(Item(action="s3:PutObject", resource=named))]


def test_an_index_by_the_name_of_its_table_is_a_part() -> None:
    table = Hole(kind="reference", name="Notes.Arn")
    index = Text((table, "/index/", Hole(kind="unknown")))
    assert is_other_part("dynamodb:PutItem", index)
    assert not is_other_part("dynamodb:Query", index)
    assert not is_other_part("dynamodb:PutItem", Text((table,)))
    assert not is_other_part("s3:GetObject", Text((table, "/index/", Hole(kind="unknown"))))
