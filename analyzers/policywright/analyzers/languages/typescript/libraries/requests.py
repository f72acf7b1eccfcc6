"""From a row of the tables to requests: members from arguments, ARNs, actions of signed requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Handle,
    Known,
    Obj,
    Unknown,
    Value,
    concat_all,
    constant,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript import containers
from policywright.analyzers.languages.typescript.aws_sdk.requests import members
from policywright.analyzers.languages.typescript.libraries.tables import RequestRow, Row
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import signing
from policywright.knowledge import values as out
from policywright.knowledge.values import Struct

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_HOLES: dict[str, out.Hole] = {
    "Partition": out.Hole(kind="partition"),
    "Region": out.Hole(kind="region"),
    "Account": out.Hole(kind="account"),
    "*": out.Hole(kind="unknown"),
}


def emit(run: Interpreter, row: Row, package: str, args: Args, made: Args, pos: ir.Pos) -> None:
    """Records what a row says."""
    for item in row.requests:
        if item.actions:
            resources = tuple(_arn(run, text, args, made) for text in item.resources)
            run.emit(
                pos,
                item.actions[0].split(":")[0],
                "Connect",
                via=package,
                actions=item.actions,
                resources=resources,
            )
            continue
        service, _, operation = item.call.partition(":")
        struct = _struct(run, item, args, made)
        run.emit(pos, service, operation, struct, via=package, optional=item.optional)
    if row.signed:
        _signed(run, row, package, args, made, pos)


def _struct(run: Interpreter, item: RequestRow, args: Args, made: Args) -> Struct:
    if item.input:
        return members(run, find(run, item.input, args, made) or Unknown("input"))
    fields: list[tuple[str, out.Value]] = []
    for member, source in item.members.items():
        value = find(run, source, args, made)
        if value is not None and value != NONE:
            fields.append((member, convert(run, value)))
        elif source[:1] == "0" and "." not in source:
            fields.append((member, out.Unknown("argument")))
    if item.table:
        value = find(run, item.table, args, made)
        name = constant(value)
        # The table is a key of the request map.
        fields.append(
            ("RequestItems", Struct(((name, out.Unknown("items")),)) if name else out.Unknown("table"))
        )
    return Struct(tuple(fields))


def find(run: Interpreter, source: str, args: Args, made: Args) -> Value | None:
    """The value that a source of the tables names; None when it isn't passed."""
    for alternative in source.split("|"):
        if alternative.startswith("="):
            text = alternative[1:]
            return Known(True) if text == "true" else Known(text)
        value = _walk(run, alternative.split("."), args, made)
        if value is not None and value != NONE:
            return value
    return None


def _walk(run: Interpreter, parts: list[str], args: Args, made: Args) -> Value | None:
    scope = args
    if parts[0] == "self":
        scope, parts = made, parts[1:]
    value = scope.get(int(parts[0]))
    position = 1
    while value is not None and position < len(parts):
        part = parts[position]
        if part == "self":
            value = _argument_of(value, int(parts[position + 1]))
            position += 2
            continue
        value = _step(run, value, part)
        position += 1
    return value


def _argument_of(value: Value, index: int) -> Value | None:
    """An argument that a library's value was made with."""
    for option in options(value):
        if isinstance(option, Handle) and option.kind == "library":
            found: Value | None = option.data[2].get(index)
            return found
    return None


def _step(run: Interpreter, value: Value, part: str) -> Value | None:
    found: list[Value] = []
    for option in options(value):
        if not isinstance(option, Obj):
            continue
        if part == "*":
            found.append(run.heap.everything(option))
        elif part == "*[]":
            found.append(containers.values(run, option))
        elif part == "%keys":
            found.append(containers.keys(run, option))
        else:
            found.append(run.attribute_or_index(option, part))
    result = join_all(found)
    return result if options(result) else None


def _arn(run: Interpreter, text: str, args: Args, made: Args) -> out.Value:
    parts: list[str | out.Hole] = []
    last = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[last : match.start()])
        last = match.end()
        name = match.group(1)
        if name in _HOLES:
            parts.append(_HOLES[name])
            continue
        value = find(run, name, args, made)
        described = convert(run, value) if value is not None else out.Unknown("argument")
        match described:
            case out.Const(value=str(constant_text)):
                parts.append(constant_text)
            case out.Text(parts=more):
                parts.extend(more)
            case _:
                parts.append(out.Hole(kind="unknown"))
    parts.append(text[last:])
    return out.Text(tuple(part for part in parts if part != ""))


def _signed(run: Interpreter, row: Row, package: str, args: Args, made: Args, pos: ir.Pos) -> None:
    """A request signed by hand: its service decides the action, its address the resource."""
    source = row.signed
    found = {
        name: find(run, text, args, made)
        for name, text in source.items()
        if name in ("service", "method", "url", "target")
    }
    given = {name: convert(run, value) for name, value in found.items() if value is not None}
    host, path = (
        find(run, source[name], args, made) if name in source else None for name in ("host", "path")
    )
    if "url" not in given and host is not None:
        given["url"] = convert(run, concat_all((Known("https://"), host, path or Known("/"))))
    if "method" not in given and "request" in source:
        request = find(run, source["request"], args, made)
        if isinstance(request, Obj) and not run.heap.is_open(request):
            given["method"] = out.Const("POST" if "body" in run.heap.keys(request) else "GET")
    if "service" not in given:
        given["service"] = signing.service_of(given.get("url")) or out.Unknown("service")
    signing.sign(run, given, AMBIENT, pos, package)
