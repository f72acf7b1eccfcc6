"""Environment variables that the program itself sets or takes away: each is that, or what it was before."""

from __future__ import annotations

from policywright.analyzers.engine import guarded as guards
from policywright.analyzers.engine.values import (
    NONE,
    Ext,
    Known,
    Obj,
    Text,
    Tup,
    Value,
    constant,
    fallback_of,
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
_SET, _NAMED, _BY_DEFAULT, _IF_EMPTY = (
    "variable", "variables named like", "variable by default", "variable if empty"
)  # fmt: skip
"""With a name: the cell of what the program sets it to; of what it sets it to where it is not set; or empty.
And one of the names that are made up in part."""
_COPIED = "variable of a copy"
"""With a name: the cell of what the program sets it to in a copy; with none, of the names."""
COPY = "os.environ.copy()"
_OWN = frozenset(("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
"""Where the SDK's requests go, and whose they are: that is said of the clients, whoever sets it."""


def put(run: Interpreter, name: Value | None, value: Value | None, *, by_default: bool = False) -> None:
    """The program sets a variable (to ``NONE``: takes it away), or any where its name is not known."""
    found = options(ANYTHING if value is None else value)
    for option in options(name) if name is not None else (ANYTHING,):
        told = constant(option)
        if told in _OWN:
            continue
        guarded, blank = guards.by_default(run, told)
        if told is None:
            if by_default or guarded:
                continue
            if isinstance(option, Text) and any(isinstance(part, str) for part in option.parts):
                run.engine.write((_NAMED, None), Text(option.parts))
                continue
        for one in found:
            if is_variable(one, told):
                # ``x = x or "default"``
                continue
            default = by_default or guarded or (told is not None and told in fallback_of(one))
            kind = (_IF_EMPTY if blank else _BY_DEFAULT) if default and one != NONE else _SET
            if default and one == NONE:
                continue
            run.engine.write((kind, told), _as_text(told, one))


def put_all(run: Interpreter, source: Value, is_environment: Callable[[Value], bool]) -> None:
    """It sets all that a dict, or a list of pairs, has."""
    for option in options(source):
        if is_environment(option):
            continue
        listed = isinstance(option, Tup) or (
            isinstance(option, Obj) and run.heap.shape(option).kind == "list"
        )
        items = run.sequence(option) if listed or isinstance(option, Tup) else None
        if items is not None:
            for one in items:
                pair = one.items if isinstance(one, Tup) and len(one.items) == 2 else None
                put(run, pair[0] if pair else None, pair[1] if pair else None)
            continue
        if isinstance(option, Ext) and option.path == COPY:
            _put_copy(run)
            continue
        if not isinstance(option, Obj):
            put(run, None, ANYTHING)
            continue
        if run.heap.is_open(option) and not run.heap.has_variables(option):
            put(run, None, ANYTHING)
        for key in run.heap.keys(option):
            put(run, Known(key) if isinstance(key, str) else None, run.heap.load(option, key))


def change_copy(run: Interpreter, name: Value | None, value: Value | None) -> None:
    """The program sets something in a copy of the variables (``os.environ.copy()``), or anything."""
    for option in options(name) if name is not None else (ANYTHING,):
        told = constant(option)
        run.engine.write((_COPIED, None), ANYTHING if told is None else Known(told))
        run.engine.write((_COPIED, told), ANYTHING if value is None else value)


def _put_copy(run: Interpreter) -> None:
    """A copy is what is set: only what the program has set in one is new."""
    for name in options(run.engine.read((_COPIED, None))):
        told = constant(name)
        put(run, name if told is not None else None, run.engine.read((_COPIED, told)))


def got_of_copy(run: Interpreter, name: str | None) -> Value:
    """A variable in a copy: as it is, or what the program has set in one."""
    changed = options(run.engine.read((_COPIED, None)))
    own = [run.engine.read((_COPIED, name))] if name is not None else list(changed)
    return join_all([got(run, name), *own, *(one for one in changed if one == ANYTHING)])


def got(run: Interpreter, name: str | None, nothing: Value | None = NONE) -> Value:
    """A variable: its name is kept, it is how people and templates refer to it; and what it is set to.

    ``nothing`` is what one gets that is taken away (None: an error).
    """
    variable: Value = Text((Hole(kind="env", name=name),))
    if name is None or name in _OWN:
        return variable
    found = join(run.engine.read((_SET, name)), run.engine.read((_SET, None)))
    taken = {one for one in options(found) if one in (NONE, Known(""))}
    for kind in (_BY_DEFAULT, _IF_EMPTY):
        for option in options(run.engine.read((kind, name))):
            variable = with_fallback(variable, option, kind == _IF_EMPTY)
            if NONE in taken or (taken and kind == _IF_EMPTY):
                # It is taken of one that is set, too, once that is not any more.
                found = join(found, option)
    given = [one for one in options(found) if one != NONE]
    if nothing is not None and len(given) < len(options(found)):
        given.append(nothing)
    if any(_may_be(name, one) for one in options(run.engine.read((_NAMED, None)))):
        given.append(ANYTHING)
    return join_all([variable, *given])


def is_variable(value: Value, name: str | None) -> bool:
    """Whether a value is a variable as it is, whatever stands for it where it is not set."""
    part = value.parts[0] if isinstance(value, Text) and len(value.parts) == 1 else None
    if not isinstance(part, Hole) or part.kind != "env" or part.changes:
        return False
    return name is not None and part.name == name


def _may_be(name: str, pattern: Value) -> bool:
    """Whether a name that is made up in part may be this one."""
    if not isinstance(pattern, Text):
        return True
    parts = pattern.parts
    first, last = parts[0], parts[-1]
    return (not isinstance(first, str) or name.startswith(first)) and (
        not isinstance(last, str) or name.endswith(last)
    )


def _as_text(name: str | None, value: Value) -> Value:
    """What a variable is set to, without what is made of itself."""
    if value == NONE:
        return value
    if isinstance(value, Known):
        told = value.value
        if isinstance(told, str):
            return Known(told)
        return Known(str(told)) if isinstance(told, int) and not isinstance(told, bool) else ANYTHING
    if isinstance(value, Text) and all(
        isinstance(part, str) or (part.kind in ("env", "unknown") and part.name != name and not part.made)
        for part in value.parts
    ):
        return Text(value.parts)
    return ANYTHING
