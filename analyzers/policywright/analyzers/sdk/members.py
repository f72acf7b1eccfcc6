"""An operation's members under the API's names, nested ones too, of a request that was written another way.

SDKs of typed languages spell members after their own rules (``eventBusName``, ``LogGroupName``) and take
one item where the API has a list. In: an operation and a request whose nested parts are there; out: the
request as the API has it.
"""

from __future__ import annotations

from policywright.knowledge import values as out
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import dataclass, field, replace


@dataclass(slots=True, eq=False)
class Node:
    """A member: its API name, whether it is a list, and the members below it by their small names."""

    name: str
    listed: bool = False
    below: dict[str, Node] = field(default_factory=dict)


_TREES: dict[int, tuple[Operation, dict[str, Node]]] = {}


def tree(operation: Operation) -> dict[str, Node]:
    """The members of an operation by lower case, of nested ones those that the knowledge speaks of."""
    known = _TREES.get(id(operation))
    if known is not None:
        return known[1]
    found = {one.name.lower(): Node(one.name, one.type == "list") for one in operation.members}
    for path in operation.paths:
        level = found
        for part in path.split("."):
            name, bracket, _ = part.partition("[")
            # A path has brackets for maps, too; of top-level members the type is known.
            level = level.setdefault(name.lower(), Node(name, bool(bracket))).below
    _TREES[id(operation)] = (operation, found)
    return found


def described(operation: Operation | None, struct: out.Struct, *, wrap: bool = False) -> out.Struct:
    """A request whose top members have the API's names, with those below them renamed too.

    ``wrap`` makes lists of single items. What needs no change stays the same object, which is compared fast.
    """
    if operation is None:
        return struct
    known = tree(operation)
    nodes = [known.get(name.lower()) for name, _ in struct.fields]
    values = [_nested(value, node, wrap) for (_, value), node in zip(struct.fields, nodes, strict=True)]
    if all(new is old for new, (_, old) in zip(values, struct.fields, strict=True)):
        return struct
    fields = tuple((name, value) for (name, _), value in zip(struct.fields, values, strict=True))
    return replace(struct, fields=fields)


def _nested(value: out.Value, node: Node | None, wrap: bool) -> out.Value:
    if node is None:
        return value
    found = value
    match value:
        case out.Struct() if node.below:
            found = _renamed(value, node.below, wrap)
        case out.Items(values=values):
            inner = Node(node.name, False, node.below)
            items = tuple(_nested(item, inner, wrap) for item in values)
            return (
                value
                if all(a is b for a, b in zip(items, values, strict=True))
                else replace(value, values=items)
            )
        case out.OneOf(options=options):
            either = tuple(_nested(option, node, wrap) for option in options)
            same = all(a is b for a, b in zip(either, options, strict=True))
            return value if same else out.OneOf(either)
    single = isinstance(found, out.Const | out.Text) or (isinstance(found, out.Struct) and bool(node.below))
    return out.Items((found,)) if wrap and node.listed and single else found


def _renamed(struct: out.Struct, below: dict[str, Node], wrap: bool) -> out.Struct:
    fields: list[tuple[str, out.Value]] = []
    names: dict[str, str] = {}
    for name, value in struct.fields:
        node = below.get(name.lower())
        names[name] = node.name if node is not None else name
        fields.append((names[name], _nested(value, node, wrap)))
    if all(a[0] == b[0] and a[1] is b[1] for a, b in zip(fields, struct.fields, strict=True)):
        return struct
    return replace(
        struct, fields=tuple(fields), maybe=frozenset(names.get(name, name) for name in struct.maybe)
    )


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
