"""What goes through a value meets each of its parts once, however often it is in it: a request's parts share theirs."""

from __future__ import annotations

from policywright.analyzers.infrastructure.environment import Environment
from policywright.analyzers.infrastructure.given import in_members
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Value

LEVELS = 40
"""With two ways through each, nobody comes to the end of all of them (nor of comparing two of these)."""


def shared() -> Struct:
    value: Value = Text((Hole(kind="env", name="TABLE"),))
    for _ in range(LEVELS):
        value = OneOf((Items((value,)), Struct((("Key", value),))))
    return Struct((("TableName", value),))


def test_variables_are_put_in_once() -> None:
    value = shared()
    filled = Environment(Struct((("TABLE", Const("orders")),))).fill(value)
    assert hash(filled) != hash(value)
    assert Environment(Struct(())).fill(filled) is filled


def test_members_are_asked_once() -> None:
    value = shared()
    assert hash(in_members(value)) == hash(value)
