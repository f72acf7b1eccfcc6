"""Parts of what starts a program that something else may tell, by the ways to them (``Semantics.ways``).

What a function is started with is unknown. Where code goes one of these ways from a parameter, step by step,
the steps stand in the name of the unknown; at the end of one is a text that has the name of what is there.
What is done with it otherwise than by going on makes it as unknown as the parameter.
"""

from __future__ import annotations

from collections.abc import Mapping

from policywright.analyzers.engine.values import Known, Text, Unknown, Value
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

EACH = "[]"
"""A step to any item of a list."""
_PART = "part"


def is_part(value: Unknown) -> bool:
    return value.reason == _PART


def plain(value: Unknown) -> Unknown:
    """The same as a part of a parameter that no way leads to."""
    return Unknown("parameter") if value.reason == _PART else value


def part(run: Interpreter, value: Unknown, step: str) -> Value | None:
    """What a step leads to; None where it leaves all ways."""
    if value.reason == _PART:
        way = f"{value.name}.{step}"
    elif value.reason == "parameter" and value.name is not None:
        way = step
    else:
        return None
    name = run.semantics.ways.get(way)
    if name is None:
        return None
    return Text((Hole(kind="parameter", name=name),)) if name else Unknown(_PART, way)


def item(run: Interpreter, value: Unknown, key: Value) -> Value | None:
    """What a key or an index leads to."""
    if isinstance(key, Known) and isinstance(key.value, str):
        return part(run, value, key.value)
    return part(run, value, EACH) if is_part(value) else None


def beginnings(ways: Mapping[str, str]) -> dict[str, str]:
    """Ways, by their steps with points between them, and all that they begin with, which have no name."""
    found = dict(ways)
    for way in ways:
        steps = way.split(".")
        found.update({".".join(steps[:count]): "" for count in range(1, len(steps))})
    return found
