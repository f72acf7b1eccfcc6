"""A request's nested members under the API's names, whatever language it was written in.

SDKs of typed languages spell members after their own rules (``eventBusName``, ``LogGroupName``) and take
one item where the API has a list. In: member paths that the knowledge speaks of and a request whose top
members have the API's names; out: the request as the API has it. ``paths`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.knowledge.operations import Operation
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Items, OneOf, Struct, Text, Value


@dataclass(slots=True, eq=False)
class Node:
    """A member: its API name, whether it is a list or a map, and the members below it by their small names.

    Of nested members a path says that they are one of the two.
    """

    name: str
    listed: bool = False
    keyed: bool = False
    below: dict[str, Node] = field(default_factory=dict)


_TREES: dict[int, tuple[Operation, dict[str, Node]]] = {}


def tree(operation: Operation) -> dict[str, Node]:
    """The members of an operation by lower case, of nested ones those that its model shows to name things."""
    known = _TREES.get(id(operation))
    if known is None:
        known = _TREES[id(operation)] = (operation, grown(operation, operation.paths))
    return known[1]


def grown(operation: Operation, paths: Iterable[str]) -> dict[str, Node]:
    """The members of an operation by lower case, of nested ones those of the paths."""
    found = {
        one.name.lower(): Node(one.name, one.type == "list", one.type == "map") for one in operation.members
    }
    for path in paths:
        level = found
        for part in path.split("."):
            name, bracket, _ = part.partition("[")
            level = level.setdefault(name.lower(), Node(name, bool(bracket), bool(bracket))).below
    return found


def spelled(known: dict[str, Node], struct: Struct, *, wrap: bool = False) -> Struct:
    """A request whose top members have the API's names, with those below them renamed too.

    ``wrap`` makes lists of single items. What needs no change stays the same object, which is compared fast.
    """
    nodes = [known.get(name.lower()) for name, _ in struct.fields]
    values = [_nested(value, node, wrap) for (_, value), node in zip(struct.fields, nodes, strict=True)]
    if all(new is old for new, (_, old) in zip(values, struct.fields, strict=True)):
        return struct
    fields = tuple((name, value) for (name, _), value in zip(struct.fields, values, strict=True))
    return replace(struct, fields=fields)


def _nested(value: Value, node: Node | None, wrap: bool) -> Value:
    if node is None:
        return value
    found = value
    match value:
        case Struct() if node.below:
            found = _renamed(value, node, wrap)
        case Items(values=values):
            inner = Node(node.name, below=node.below)
            items = tuple(_nested(item, inner, wrap) for item in values)
            same = all(new is old for new, old in zip(items, values, strict=True))
            return value if same else replace(value, values=items)
        case OneOf(options=options):
            either = tuple(_nested(option, node, wrap) for option in options)
            same = all(new is old for new, old in zip(either, options, strict=True))
            return value if same else OneOf(either)
    return Items((found,)) if wrap and node.listed and _is_item(found, node) else found


def _is_item(value: Value, node: Node) -> bool:
    """Whether a value is one item where a list belongs; a map's keys are no members."""
    if isinstance(value, Struct):
        return any(name.lower() in node.below for name, _ in value.fields)
    return isinstance(value, Const | Text)


def _renamed(struct: Struct, node: Node, wrap: bool) -> Struct:
    if node.keyed and not (node.listed and _is_item(struct, node)):
        # A map: what it holds has the members, under keys that are the program's own.
        inner = Node(node.name, below=node.below)
        held = tuple((name, _nested(value, inner, wrap)) for name, value in struct.fields)
        same = all(new[1] is old[1] for new, old in zip(held, struct.fields, strict=True))
        return struct if same else replace(struct, fields=held)
    fields: list[tuple[str, Value]] = []
    names: dict[str, str] = {}
    for name, value in struct.fields:
        member = node.below.get(name.lower())
        names[name] = member.name if member is not None else name
        fields.append((names[name], _nested(value, member, wrap)))
    if all(new[0] == old[0] and new[1] is old[1] for new, old in zip(fields, struct.fields, strict=True)):
        return struct
    maybe = frozenset(names.get(name, name) for name in struct.maybe)
    return replace(struct, fields=tuple(fields), maybe=maybe)
