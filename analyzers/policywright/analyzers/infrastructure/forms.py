"""A pattern of the template as text (its form), in which each name of the template is a word of its own.

Here forms are made of values, and values asked what in them is named, computed or not known; ``matching``
compares two forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

ARN_FIELDS = 6
_PLACES = ("partition", "region", "account")
PLACE_WORDS = tuple(f"\ue000{kind}\ue001" for kind in _PLACES)
"""How a place of the deployment stands in a form."""
_NAMED = ("reference", "parameter")
_SIGNS = str.maketrans(":/*?", "\ue002\ue003\ue004\ue005")
"""What means something in an ARN means nothing in the name of a hole: ``{{resolve:ssm:/stage/account}}``."""
_SIGNS_BACK = {sign: plain for plain, sign in _SIGNS.items()}
NAMED_IN_FORM = re.compile("\ue000 ?([^\ue001]*)\ue001")
"""A word of a form, and the name in it."""
_KEYS = ("count.index", "each.key")
"""What tells the instances of one block apart."""
_REGIONAL = re.compile(r"\w+\([^()]*\):")


def form(value: Value) -> str:
    """A pattern as text in which each name of the template is a word of its own."""
    match value:
        case Const(value=scalar):
            return str(scalar)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else _token(part) for part in parts).replace(
                "**", "*"
            )
    return "*"


def _token(hole: Hole) -> str:
    if hole.kind in _PLACES:
        return f"\ue000{hole.kind}\ue001"
    if hole.kind in _NAMED and hole.name is not None:
        # The template calls one thing so, whatever that is.
        return f"\ue000 {hole.name.translate(_SIGNS)}\ue001"
    return "*"


def forms_of(values: Iterable[Value]) -> list[str]:
    """The forms of all that they may be."""
    return [form(option) for value in values for option in alternatives(value)]


def told(pattern: str) -> str:
    """A form as people read it: what the template gives by its name."""
    return NAMED_IN_FORM.sub(lambda found: f"${{{found[1].translate(_SIGNS_BACK)}}}", pattern)


def names_more(pattern: Value) -> bool:
    """A pattern that names something: a resource, a parameter or what isn't known."""
    return isinstance(pattern, Text) and any(
        isinstance(part, Hole) and part.kind not in _PLACES for part in pattern.parts
    )


def is_of_another(pattern: Value) -> bool:
    """A pattern with the name of a resource in it, which no other one has."""
    return isinstance(pattern, Text) and any(
        isinstance(part, Hole) and part.kind == "reference" for part in pattern.parts
    )


def is_unknown(resource: Value) -> bool:
    """A part of it may be anything: not what a name of the template stands for, nor a place."""
    parts = resource.parts if isinstance(resource, Text) else ()
    return any(isinstance(part, Hole) and _token(part) == "*" for part in parts)


def is_partly_unknown(value: Text) -> bool:
    """What an ARN is of has an unknown part; which partition, region or account it is in does not matter."""
    before = ""
    for part in value.parts:
        if isinstance(part, str):
            before += part
        elif (
            part.kind == "unknown"
            and part.name is None
            and (not before or before.count(":") >= ARN_FIELDS - 1)
        ):
            return True
    return False


def computed(value: Value) -> Value:
    """A pattern without the holes that are calls of a template's functions: what they give is not known."""
    if not isinstance(value, Text):
        return value
    unknown = Hole(kind="unknown")
    return Text(
        tuple(unknown if isinstance(part, Hole) and _is_call(part.name) else part for part in value.parts)
    )


def _is_call(name: str | None) -> bool:
    # ``cf(eu-west-1):stack.Output`` is a variable of Serverless's.
    return name is not None and "(" in name and _REGIONAL.match(name) is None


def unnamed(value: Value) -> Value:
    """A pattern in which each name of the template may be anything."""
    if not isinstance(value, Text):
        return value
    return Text(
        tuple("*" if isinstance(part, Hole) and part.kind in _NAMED else part for part in value.parts)
    )


def is_given(resource: Value) -> bool:
    """The resource is what a parameter or an expression of the template gives, and that alone: some ARN."""
    only = resource.parts[0] if isinstance(resource, Text) and len(resource.parts) == 1 else None
    return isinstance(only, Hole) and only.kind in _NAMED and only.name is not None


def of_any_instance(resource: Value) -> Value:
    """A pattern with a wildcard for the key of a block's instances (``count.index``): as others say it."""
    if not isinstance(resource, Text):
        return resource
    return Text(tuple("*" if isinstance(one, Hole) and one.name in _KEYS else one for one in resource.parts))
