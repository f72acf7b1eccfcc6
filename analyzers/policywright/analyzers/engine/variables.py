"""Environment variables that the program itself sets or takes away: each is that, or what it was before."""

from __future__ import annotations

from policywright.analyzers.engine.values import (
    NONE,
    Known,
    Obj,
    Text,
    Value,
    constant,
    join,
    join_all,
    make_text,
    options,
    with_fallback,
)
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from policywright.analyzers.engine.interpreter import Interpreter

ANYTHING = make_text((Hole(kind="unknown"),))
_SET, _BY_DEFAULT = "variable", "variable by default"
"""With a name: the cell of what the program sets it to; of what it sets it to where it is not set."""
_OWN = "AWS_"
"""What the SDK's settings begin with: no name is made of those."""


def put(run: Interpreter, name: Value | None, value: Value | None, *, by_default: bool = False) -> None:
    """The program sets a variable (to ``NONE``: takes it away), or any where its name is not known."""
    for option in options(name) if name is not None else (ANYTHING,):
        told = constant(option)
        if told is not None and told.startswith(_OWN):
            continue
        if told is None and by_default:
            continue
        kind = _BY_DEFAULT if by_default else _SET
        found = [_as_text(told, one) for one in options(ANYTHING if value is None else value)]
        run.engine.write((kind, told), join_all(found))


def put_all(run: Interpreter, source: Value, is_environment: Callable[[Value], bool]) -> None:
    """It sets all that a dict has."""
    for option in options(source):
        if is_environment(option):
            continue
        if not isinstance(option, Obj):
            put(run, None, ANYTHING)
            continue
        if run.heap.is_open(option):
            put(run, None, ANYTHING)
        for key in run.heap.keys(option):
            put(run, Known(key) if isinstance(key, str) else None, run.heap.load(option, key))


def got(run: Interpreter, name: str | None, nothing: Value | None = NONE) -> Value:
    """A variable: its name is kept, it is how people and templates refer to it; and what it is set to.

    ``nothing`` is what one gets that is taken away (None: an error).
    """
    variable: Value = Text((Hole(kind="env", name=name),))
    if name is None or name.startswith(_OWN):
        return variable
    by_default = run.engine.read((_BY_DEFAULT, name))
    for option in options(by_default):
        variable = with_fallback(variable, option)
    found = join(run.engine.read((_SET, name)), run.engine.read((_SET, None)))
    given = [one for one in options(found) if one != NONE]
    if nothing is not None and len(given) < len(options(found)):
        given.append(nothing)
    return join_all([variable, *given])


def _as_text(name: str | None, value: Value) -> Value:
    """What a variable is set to, without what is made of itself."""
    if value == NONE or (isinstance(value, Known) and isinstance(value.value, str)):
        return Known(value.value) if isinstance(value, Known) else value
    if isinstance(value, Text) and all(
        isinstance(part, str) or (part.kind in ("env", "unknown") and part.name != name and not part.made)
        for part in value.parts
    ):
        return Text(value.parts)
    return ANYTHING
