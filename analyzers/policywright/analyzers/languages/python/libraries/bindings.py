"""What a row binds: finding the values, testing and matching them, filling templates with them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

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
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.python.handles import LibraryValue, Resource
from policywright.analyzers.languages.python.libraries.rows import Row, Source, Test
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

_STANDARD = sys.stdlib_module_names | {"builtins"}
Fields: TypeAlias = tuple[tuple[str, Value], ...]


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
            return Text((out.Hole(kind="env", name=source.names[0]),))
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


def _step(run: Interpreter, value: Value, name: str) -> Value | None:
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
        if part is not None and not isinstance(part, Unknown) and not _is_inherited(part, name):
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


def may_be_address(run: Interpreter, row: Row, values: dict[str, Value]) -> bool:
    """Whether a row does not apply for want of an address alone, of which not even the beginning is known."""
    if not row.addresses:
        return False
    given = [options(values.get(name, NONE)) for name in row.addresses]
    if not all([any(map(_may_begin_so, found)) for found in given]):
        return False
    others = tuple(one for one in row.match if one[0] not in row.addresses)
    return suits(others, {name: convert(run, values[name]) for name, _ in others if name in values})


def _may_begin_so(value: Value) -> bool:
    match value:
        case Text(parts=(out.Hole(), *_)) | Unknown():
            return True
        case Ext(path=path):
            # What the standard library gives is a file, a buffer or a path of this machine; where a writer
            # writes to, it was told when it was made.
            own = path.partition(".")[0] in _STANDARD or path.partition("()")[0].endswith(".ExcelWriter")
            return is_open(value) and not own
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
    "fill",
    "flat",
    "holds",
    "identity",
    "matched",
    "may_be_address",
    "sets",
    "suits",
    "value",
]
