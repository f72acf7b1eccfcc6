"""What a row binds: finding the values, testing and matching them, filling templates with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Handle,
    Known,
    Obj,
    Text,
    Unknown,
    Value,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.python.libraries.rows import Row, Source, Test
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.requests import identity_of
from policywright.knowledge import values as out

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Fields: TypeAlias = tuple[tuple[str, Value], ...]
Bindings: TypeAlias = dict[str, out.Value]

MAX_SETS = 16
"""Combinations of alternatives that one call is looked at for."""

_HOLE = re.compile("\x00(\\d+)\x01")
_TEMPLATE = re.compile(r"\$\{([^}]+)\}")
_PLACES = {
    "*": out.Hole(kind="unknown"),
    "Region": out.Hole(kind="region"),
    "Account": out.Hole(kind="account"),
    "Partition": out.Hole(kind="partition"),
}


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
            case Handle(kind="library", data=(_, fields)):
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
        if part is not None and not isinstance(part, Unknown):
            found.append(part)
    return join_all(found) if found else None


def _owner(run: Interpreter, obj: Obj) -> Value | None:
    """The class that has an object as a class attribute: the model that an index is of."""
    for key, value in list(run.engine.cells.items()):
        if key[0] == "class" and obj in options(value) and isinstance(key[1], ClassV):
            run.engine.read(key)
            return key[1]
    return None


def identity(run: Interpreter, value: Value | None) -> Identity:
    """Whose credentials a session, client or key is."""
    for option in options(value) if value is not None else ():
        match option:
            case Handle(kind="client", data=(_, Identity() as found)):
                pass
            case Handle(kind="resource", data=(_, _, _, Identity() as found, _)):
                pass
            case _:
                found = identity_of(run, option)
        if found != AMBIENT:
            return found
    return AMBIENT


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
        found = [{**one, **part} for one in found for part in parts][:MAX_SETS]
    yield from found


def suits(tests: tuple[tuple[str, re.Pattern[str]], ...], values: Bindings) -> bool:
    """Whether a request is made for these texts; something unknown reads as one hole."""
    for name, pattern in tests:
        value = values.get(name)
        parts = (_parts(value) if value is not None else None) or (out.Hole(kind="unknown"),)
        if pattern.match("".join(part if isinstance(part, str) else "\x000\x01" for part in parts)) is None:
            return False
    return True


def flat(value: out.Value) -> Iterator[out.Value]:
    """Alternatives, and the items of sequences: several paths to read are as many reads."""
    for option in out.alternatives(value):
        if isinstance(option, out.Items):
            for item in option.values:
                yield from flat(item)
        else:
            yield option


def matched(pattern: re.Pattern[str], value: out.Value, *, loose: bool) -> Bindings | None:
    """The pattern's groups in a text; holes stand for themselves and match what a name can hold."""
    parts = _parts(value)
    if parts is None or (len(parts) == 1 and isinstance(parts[0], out.Hole)):
        if not loose:
            return None
        return {name: out.Unknown("argument") for name in pattern.groupindex}
    holes = [part for part in parts if isinstance(part, out.Hole)]
    number = iter(range(len(holes)))
    written = "".join(part if isinstance(part, str) else f"\x00{next(number)}\x01" for part in parts)
    found = pattern.match(written)
    if found is None:
        return None
    result: Bindings = {}
    for name in pattern.groupindex:
        text = found.group(name)
        if text:
            result[name] = _restored(text, holes)
        elif text is not None and found.start(name) and written[found.start(name) - 1] == "\x01":
            # What follows a hole directly may be part of what the hole stands for.
            result[name] = out.Text((out.Hole(kind="unknown"),))
        elif text is not None:
            result[name] = out.Const("")
    return result


def _parts(value: out.Value) -> tuple[str | out.Hole, ...] | None:
    match value:
        case out.Const(value=str(text)):
            return (text,)
        case out.Text(parts=parts):
            return parts
    return None


def _restored(text: str, holes: list[out.Hole]) -> out.Value:
    parts: list[str | out.Hole] = []
    last = 0
    for found in _HOLE.finditer(text):
        if found.start() > last:
            parts.append(text[last : found.start()])
        parts.append(holes[int(found.group(1))])
        last = found.end()
    if last < len(text):
        parts.append(text[last:])
    if len(parts) == 1 and isinstance(parts[0], str):
        return out.Const(parts[0])
    return out.Text(tuple(parts))


# --- templates ---


def fill(template: str, bindings: Bindings, *, lenient: bool = False) -> out.Value | None:
    """A template with its values; None when one of them was not passed, unless that may be anything."""
    whole = _TEMPLATE.fullmatch(template)
    if whole and whole.group(1) not in _PLACES:
        return bindings.get(whole.group(1))
    variants: list[tuple[str | out.Hole, ...]] = [()]
    last = 0
    for found in _TEMPLATE.finditer(template):
        literal = template[last : found.start()]
        pieces = _pieces(found.group(1), bindings)
        if pieces is None and not lenient:
            return None
        pieces = pieces or [(out.Hole(kind="unknown"),)]
        variants = [(*v, literal, *piece) for v in variants for piece in pieces][:MAX_SETS]
        last = found.end()
    results = dict.fromkeys(_joined((*variant, template[last:])) for variant in variants)
    return next(iter(results)) if len(results) == 1 else out.OneOf(tuple(results))


def _pieces(name: str, bindings: Bindings) -> list[tuple[str | out.Hole, ...]] | None:
    if name in _PLACES:
        return [(_PLACES[name],)]
    value = bindings.get(name)
    if value is None:
        return None
    unknown: tuple[str | out.Hole, ...] = (out.Hole(kind="unknown"),)
    return [_parts(option) or unknown for option in flat(value)] or [unknown]


def _joined(parts: tuple[str | out.Hole, ...]) -> out.Value:
    merged: list[str | out.Hole] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if all(isinstance(part, str) for part in merged):
        return out.Const("".join(str(part) for part in merged))
    return out.Text(tuple(merged))


def value(parameter: out.Value | None, *, glob: bool = False) -> Value:
    """A filled template as a value of the program; with ``glob`` stars stand for anything."""
    found: list[Value] = []
    for option in out.alternatives(parameter) if parameter is not None else ():
        parts = _parts(option)
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
