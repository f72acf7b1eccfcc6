"""An operation's members under the API's names, nested ones too, of a request that was written another way.

SDKs of typed languages spell members after their own rules (``eventBusName``, ``LogGroupName``) and take
one item where the API has a list. In: an operation and a request whose nested parts are there; out: the
request as the API has it.
"""

from __future__ import annotations

from policywright.knowledge import values as out
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import replace
from policywright.knowledge.spelling import spelled, tree


def described(operation: Operation | None, struct: out.Struct, *, wrap: bool = False) -> out.Struct:
    """A request whose top members have the API's names, with those below them renamed that name things.

    What rules ask for besides, the authorization spells itself, which knows the rules.
    """
    return struct if operation is None else spelled(tree(operation), struct, wrap=wrap)


def without_flags(operation: Operation | None, struct: out.Struct) -> out.Struct:
    """A request whose members that are texts are no truth values: the SDK sends none of these.

    Attributes that are set by names from data (``self.__dict__[name] = value``) may be each other's.
    """
    texts = {member.name for member in operation.members if member.type == "string"} if operation else set()
    fields: list[tuple[str, out.Value]] = []
    for name, value in struct.fields:
        left = (
            [
                one
                for one in out.alternatives(value)
                if not (isinstance(one, out.Const) and isinstance(one.value, bool))
            ]
            if name in texts and isinstance(value, out.OneOf)
            else []
        )
        fields.append((name, out.one_of(left) if left else value))
    same = all(new[1] is old[1] for new, old in zip(fields, struct.fields, strict=True))
    return struct if same else replace(struct, fields=tuple(fields))


THERE = frozenset(("object", "sdk-value", "size", "value"))
"""What is not known of something that is there, in a language whose constants are members of classes: a
listing's version, a constant, an object that is not looked through."""


def optional(struct: out.Struct, operation: Operation, *, there: frozenset[str] = frozenset()) -> out.Struct:
    """A request whose optional members may be null where nothing is known of them: as good as not passed.

    Code passes on what most of its callers don't have. Python's SDK would refuse a None. ``there`` are
    reasons for which a value is not known that is no null.
    """
    unsure = {name for name, value in struct.fields if _may_be_null(value, there)}
    return without_required(replace(struct, maybe=struct.maybe | unsure), operation) if unsure else struct


def without_required(struct: out.Struct, operation: Operation) -> out.Struct:
    """A request whose required members are passed, since it would be refused without them."""
    required = {member.name for member in operation.members if member.required}
    return replace(struct, maybe=struct.maybe - required) if struct.maybe & required else struct


def nullable(struct: out.Struct, name: str) -> out.Struct:
    """A nested member that may be null where nothing is known of what is given for it."""
    value = struct.get(name)
    unsure = value is not None and _may_be_null(value, THERE)
    return replace(struct, maybe=struct.maybe | {name}) if unsure else struct


def _may_be_null(value: out.Value, there: frozenset[str]) -> bool:
    match value:
        case out.Unknown(reason=reason):
            return reason not in there
        case out.Const(value=None):
            return True
        case out.Text(parts=(out.Hole(kind="parameter" | "unknown"),)):
            return True
        case out.OneOf(options=alternatives):
            return any(_may_be_null(option, there) for option in alternatives)
    return False
