"""What a variable holds for those who read it: the value that is given, as one of the declared type.

Terraform converts a value on its way into a module: an ``optional`` attribute that is not given is its
default or null, also in lists and maps of objects, and attributes that the type does not have are dropped
(https://developer.hashicorp.com/terraform/language/expressions/type-constraints). What is not known stays so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Listing,
    Mapping,
    Traced,
    choice,
    const,
    is_null,
)
from policywright.knowledge.records import replace

Default: TypeAlias = Callable[[s.Expr], Traced]
"""Evaluates the default of an attribute."""

_SHAPED = frozenset({"object", "map", "list", "set", "tuple"})


def may_be_null(variable: s.Block) -> bool:
    """Whether who sets a variable may set it to null, be it without a default or with one."""
    nullable = variable.value("nullable")
    return not isinstance(nullable, s.Literal) or nullable.value is not False


def is_never_empty(variable: s.Block) -> bool:
    """Whether its own validation keeps who sets a variable from the empty text, and from null."""
    return any(_is_one_of(one.value("condition"), variable.label) for one in variable.nested("validation"))


def _is_one_of(condition: s.Expr | None, name: str) -> bool:
    """``contains(["dev", "prod"], var.stage)``, of texts that are not empty."""
    match condition:
        case s.Call(name="contains", args=(s.Tuple(items=items), s.GetAttr(name=asked))):
            return asked == name and all(isinstance(one, s.Literal) and bool(one.value) for one in items)
    return False


def has_shape(type: s.Expr | None) -> bool:
    """Whether a type says more of its values than that they are scalars or anything."""
    return isinstance(type, s.Call) and type.name in _SHAPED


def converted(value: Traced, type: s.Expr, default: Default) -> Traced:
    """The value as one of the type."""
    if not isinstance(type, s.Call) or not type.args:
        return value
    match type.name, type.args[0], value:
        case _, _, Choice(options=options):
            return choice(converted(one, type, default) for one in options)
        case "object", s.Object(items=attributes), Mapping():
            return _object(value, attributes, default)
        case "map", element, Mapping(fields=fields):
            inside = {name: converted(one, element, default) for name, one in fields.items()}
            return replace(value, fields=inside, size=0)
        case (("list" | "set"), element, Listing(items=items)):
            return replace(value, items=tuple(converted(one, element, default) for one in items), size=0)
        case "tuple", s.Tuple(items=elements), Listing(items=items) if len(items) == len(elements):
            each = tuple(converted(*pair, default) for pair in zip(items, elements, strict=True))
            return replace(value, items=each, size=0)
    return value


def _object(value: Mapping, attributes: tuple[tuple[str | s.Expr, s.Expr], ...], default: Default) -> Mapping:
    fields: dict[str, Traced] = {}
    for name, type in attributes:
        if not isinstance(name, str):
            return value
        inner, otherwise = _optional(type)
        given = value.fields.get(name)
        if given is None and value.open:
            continue
        if otherwise is not None and (given is None or is_null(given)):
            given = default(otherwise)
        elif given is None and inner is not type:
            given = const(None, type)
        if given is not None:
            fields[name] = converted(given, inner, default)
    return replace(value, fields=fields, size=0)


def _optional(type: s.Expr) -> tuple[s.Expr, s.Expr | None]:
    """The type of an attribute, and its default where it is optional and has one."""
    match type:
        case s.Call(name="optional", args=(inner,)):
            return inner, None
        case s.Call(name="optional", args=(inner, otherwise, *_)):
            return inner, otherwise
    return type, None
