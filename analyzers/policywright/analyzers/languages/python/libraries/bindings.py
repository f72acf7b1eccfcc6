"""What a row binds: finding the values, testing and matching them, filling templates with them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache

from policywright.analyzers.engine import variables
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Ext,
    Known,
    Method,
    Obj,
    Text,
    Unknown,
    Value,
    is_open,
    is_text,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.python.handles import LibraryValue, Resource
from policywright.analyzers.languages.python.libraries.rows import Doubt, Row, Source, Test
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.handles import Client
from policywright.analyzers.sdk.requests import any_of, identity_of, signers
from policywright.analyzers.sdk.templates import (
    Bindings,
    combined,
    fill,
    flat,
    matched,
    parts_of,
)
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

_WRITTEN_OUT = regex(r"\^((?:\\\.|[A-Za-z0-9_:/-])*)(?![?*{])")
"""What a pattern has before anything that is not just a letter of a text."""
_STANDARD = sys.stdlib_module_names | {"builtins"}
_DATA = frozenset(("ast", "configparser", "csv", "json", "pickle", "plistlib", "shelve", "tomllib"))
"""What of that gives what something else has written."""
Fields: TypeAlias = tuple[tuple[str, Value], ...]
Answered: TypeAlias = dict[tuple[Source, ...], set[Value]]
"""What of the texts that are found in a place rows have been applied to."""


# --- finding values ---


def bound(run: Interpreter, row: Row, fields: Fields, args: Args) -> dict[str, Value]:
    """The receiver's values and those that the row takes from this call."""
    found = dict(fields)
    for name, sources in row.bind:
        value = next(
            (v for v in (_find(run, source, fields, args) for source in sources) if v is not None), None
        )
        if value is not None:
            found[name] = value
    return found


def _find(run: Interpreter, source: Source, fields: Fields, args: Args) -> Value | None:
    value: Value | None = None
    match source.kind:
        case "argument":
            value = _argument(source, args)
        case "field":
            value = dict(fields).get(source.names[0])
        case "self":
            value = dict(fields).get("self")
        case "constant":
            return Known(source.names[0])
        case "environment":
            return variables.got(run, source.names[0], None)
    for step in source.steps:
        if value is None:
            return None
        value = _step(run, value, step)
    return None if value is None or value in (NONE, BOTTOM) else value


def _argument(source: Source, args: Args) -> Value | None:
    for name in source.names:
        value = args.keyword(name)
        if value is not None:
            return value
    return args.get(source.position) if source.position >= 0 else None


def _step(run: Interpreter, value: Value, name: str, *, unknown: bool = False) -> Value | None:
    """A part of a value; what nothing is known of only where ``unknown`` counts."""
    found: list[Value] = []
    for option in options(value):
        part: Value | None = None
        match option:
            case LibraryValue(fields=fields):
                part = dict(fields).get(name)
            case _ if name == "[]":
                part = run.iterate(option)
            case Obj() if name == "[all]":
                part = run.heap.everything(option)
            case Obj() if name == "[owner]":
                part = _owner(run, option)
            case Obj():
                part = run.attribute_or_index(option, name)
            case ClassV():
                part = run.attribute(option, name)
        if part is not None and (unknown or not isinstance(part, Unknown)) and not _is_inherited(part, name):
            found.append(part)
    return join_all(found) if found else None


def _is_inherited(part: Value, name: str) -> bool:
    """What the library's own class has under a name that the program's does not set."""
    match part:
        case Ext(path=path):
            return path.rpartition(".")[2] == name
        case Method(name=found, receiver=Ext() | ClassV() | Obj() | LibraryValue()):
            return found == name
        case LibraryValue(path=path):
            return path.rpartition(".")[2] == name
    return False


def _owner(run: Interpreter, obj: Obj) -> Value | None:
    """The class that has an object as a class attribute: the model that an index is of."""
    for key, cell in list(run.engine.cells.items()):
        if key[0] == "class" and obj in options(cell.value) and isinstance(key[1], ClassV):
            run.engine.read(key)
            return key[1]
    return None


def identity(run: Interpreter, value: Value | None) -> Identity:
    """Whose credentials a session, client or key is."""
    found: list[Identity] = []
    others: list[Value] = []
    for option in options(value) if value is not None else ():
        match option:
            case Client(identity=own) | Resource(identity=own):
                found.append(own)
            case Known() | Text():
                # A key by itself: a variable's or a constant's.
                found.append(next((one for one in signers(run, option) if one is not None), AMBIENT))
            case _:
                others.append(option)
    # Together: what is in one of them is mostly in the others, too.
    return any_of((*found, identity_of(run, join_all(others))))


# --- testing and matching ---


def holds(run: Interpreter, tests: tuple[tuple[str, Test], ...], values: dict[str, Value]) -> bool:
    """Whether all tests may hold."""
    return all(_holds(run, test, values.get(name)) for name, test in tests)


def _holds(run: Interpreter, test: Test, value: Value | None) -> bool:
    if test == "<passed>":
        return value is not None
    if test == "<absent>":
        return value is None
    if value is None:
        return test is False
    for option in out.alternatives(convert(run, value)):
        if not isinstance(option, out.Const):
            return True
        if isinstance(test, bool):
            if bool(option.value) is test:
                return True
        elif str(option.value) in ((test,) if isinstance(test, str) else test):
            return True
    return False


def sets(run: Interpreter, row: Row, values: dict[str, Value]) -> Iterator[Bindings]:
    """Every way in which the bound values satisfy the row's ``match``; one without anything to match."""
    plain = {name: convert(run, value) for name, value in values.items() if name not in ("self", "identity")}
    found: list[Bindings] = [plain]
    for name, pattern in row.match:
        value = plain.get(name, out.Unknown("argument") if row.loose else None)
        if value is None:
            return
        parts = [
            part for option in flat(value) if (part := matched(pattern, option, loose=row.loose)) is not None
        ]
        found = combined(found, parts)
    yield from found


def leave(run: Interpreter, row: Row, values: Mapping[str, Value], answered: Answered) -> bool:
    """Whether texts are left that a row does not match, for those that follow; the others are dealt with."""
    sources, left = dict(row.bind), False
    for name, pattern in row.match:
        texts = [one for one in options(values.get(name, BOTTOM)) if is_text(one)]
        met = [
            one for one in texts
            if any(matched(pattern, part, loose=row.loose) is not None for part in flat(convert(run, one)))
        ]  # fmt: skip
        if len(met) < len(texts) and name in sources:
            answered.setdefault(sources[name], set()).update(met)
            left = True
    return left


def without(row: Row, values: dict[str, Value], answered: Answered) -> bool:
    """Takes what has been dealt with out of what a row is asked about; whether anything is left."""
    for name, sources in row.bind:
        if sources in answered and name in values:
            left = [one for one in options(values[name]) if is_text(one) and one not in answered[sources]]
            if not left:
                return False
            values[name] = join_all(left)
    return True


def doubts(
    run: Interpreter, row: Row, values: dict[str, Value], fields: Fields, args: Args
) -> tuple[Doubt, ...]:
    """What is said when a row does not apply for want of a text alone, whose beginning is not known."""
    patterns, sources = dict(row.match), dict(row.bind)
    for name, _ in row.doubts:
        found = options(values[name]) if name in values else ()
        begins = _beginning(patterns[name].pattern)
        unknown = any([_may_begin_so(one, begins) for one in found])
        if not unknown and (found or not _is_lost(run, sources.get(name, ()), fields, args)):
            return ()
    held = {name for name, _ in row.doubts}
    others = tuple(one for one in row.match if one[0] not in held)
    suited = suits(others, {name: convert(run, values[name]) for name, _ in others if name in values})
    return tuple(one for _, one in row.doubts[:1]) if suited else ()


def _is_lost(run: Interpreter, sources: tuple[Source, ...], fields: Fields, args: Args) -> bool:
    """On the way to a value is something that nothing is known of."""
    for source in sources:
        value = _find(run, replace(source, steps=()), fields, args) if source.steps else None
        for step in source.steps:
            if value is None:
                break
            if any([is_open(one) for one in options(value)]):
                return True
            value = _step(run, value, step, unknown=True)
        if value is not None and any([is_open(one) for one in options(value)]):
            return True
    return False


@cache
def _beginning(pattern: str) -> str:
    """The text that all that matches begins with, as far as the pattern writes it out."""
    found = _WRITTEN_OUT.match(pattern)
    return found[1].replace("\\.", ".") if found is not None else ""


def _may_begin_so(value: Value, begins: str) -> bool:
    match value:
        case Text(parts=(out.Hole(), *_)) | Unknown():
            return True
        case Text(parts=(str() as start, *_)):
            return begins.startswith(start)
        case Ext(path=path):
            # What the standard library gives, and has not read from anywhere, is a file, a buffer or a path
            # of this machine; where a writer writes to, it was told when it was made.
            first = path.partition(".")[0]
            own = (first in _STANDARD and first not in _DATA) or path.partition("()")[0].endswith(
                ".ExcelWriter"
            )
            return path.endswith(("()", "[]")) and not own
    return False


def suits(tests: tuple[tuple[str, re.Pattern[str]], ...], values: Bindings) -> bool:
    """Whether a request is made for any of these texts; something unknown reads as one hole."""
    return all(any(pattern.match(text) for text in _read_as(values.get(name))) for name, pattern in tests)


def _read_as(value: out.Value | None) -> Iterator[str]:
    for option in out.alternatives(value) if value is not None else (None,):
        parts = (parts_of(option) if option is not None else None) or (out.Hole(kind="unknown"),)
        yield "".join(part if isinstance(part, str) else "\x000\x01" for part in parts)


def value(parameter: out.Value | None, *, glob: bool = False) -> Value:
    """A filled template as a value of the program; with ``glob`` stars stand for anything."""
    found: list[Value] = []
    for option in out.alternatives(parameter) if parameter is not None else ():
        parts = parts_of(option)
        if parts is None:
            continue
        pieces: list[str | out.Hole] = []
        for part in parts:
            if isinstance(part, str) and glob:
                for number, piece in enumerate(re.split(r"[*?\[\]]+", part)):
                    pieces.extend([out.Hole(kind="unknown"), piece] if number else [piece])
            else:
                pieces.append(part)
        found.append(make_text(pieces))
    return join_all(found) if found else Unknown("library")


__all__ = [
    "Bindings",
    "Fields",
    "bound",
    "doubts",
    "fill",
    "flat",
    "holds",
    "identity",
    "matched",
    "sets",
    "suits",
    "value",
]
