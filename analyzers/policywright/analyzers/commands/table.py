"""The commands of the AWS CLI that are no operations, as ``commands.toml`` lists them."""

from __future__ import annotations

from functools import cache
from typing import Any

from policywright.analyzers.commands.model import Call, Line, Reading
from policywright.analyzers.commands.words import joined, structured
from policywright.analyzers.sdk.databases import dsql_clusters
from policywright.analyzers.sdk.requests import database_user, with_member
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Struct, Value, alternatives

_FIELD = regex(r"\{([^}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One command: its options without a value, and with several; its requests as the file has them."""

    name: str
    flags: frozenset[str]
    lists: frozenset[str]
    calls: tuple[dict[str, Any], ...]
    unknown: str | None


@cache
def _tables() -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath("commands.toml").read_text("utf-8"))


@cache
def _rows() -> dict[str, Row]:
    return {
        row["name"]: Row(
            name=row["name"], flags=frozenset(row.get("flags", ())), lists=frozenset(row.get("lists", ())),
            calls=tuple(row.get("calls", ())), unknown=row.get("unknown"),
        )
        for row in _tables()["command"]
    }  # fmt: skip


def row(service: str, command: str | None) -> Row | None:
    """The row of a command, or of its service as a whole."""
    return _rows().get(f"{service} {command}") or _rows().get(service)


def member(service: str, command: str, option: str) -> str | None:
    """The member that an option stands for by another name; empty for one that passes nothing."""
    options: dict[str, str] = _tables()["options"]
    return options.get(f"{service}.{command}.{option}", options.get(f"{service}.*.{option}"))


def read(found: Row, line: Line, via: str) -> Reading:
    """The requests of a command that has a row."""
    calls = tuple(
        _call(one, line, found, via) for one in found.calls
        if _given(line, one.get("when"), True) and _given(line, one.get("unless"), False)
    )  # fmt: skip
    return Reading(calls, None if found.unknown is None else f"with {found.name}: {found.unknown}")


def _given(line: Line, option: str | None, wanted: bool) -> bool:
    return option is None or line.loose or (option in line.options) is wanted


def _call(one: dict[str, Any], line: Line, found: Row, via: str) -> Call:
    service, _, operation = one.get("call", ":").partition(":")
    struct = Struct(())
    for path, text in one.get("with", {}).items():
        value = _filled(text, line, found)
        if value is not None:
            struct = with_member(struct, path, value)
    if "s3" in one:
        struct = _object(_filled(one["s3"], line, found))
    unsure = line.loose and ("when" in one or "unless" in one)
    return Call(
        service=service, operation=operation, via=via, optional=one.get("optional"), role=_role(one, line),
        parameters=Struct(struct.fields, open=unsure or bool(one.get("open"))),
        actions=tuple(one.get("actions", ())), resources=_resources(one, line, found),
    )  # fmt: skip


def _role(one: dict[str, Any], line: Line) -> Value | None:
    return line.option(one["role"]) if "role" in one else None


def _filled(text: str, line: Line, found: Row) -> Value | None:
    """A value with what the command line says in its places; None where the whole of it is not passed."""
    whole = _FIELD.fullmatch(text)
    if whole is not None:
        return _place(whole[1], line, found)
    parts: list[Value] = []
    for at, piece in enumerate(_FIELD.split(text)):
        value = _place(piece, line, found) if at % 2 else _text(piece)
        parts.extend([value] if value is not None else [])
    return joined(parts)


def _text(piece: str) -> Value:
    """A literal; ``*`` is anything."""
    runs: list[texts.Parts] = [(run,) for run in piece.split("*")]
    hole = Hole(kind="unknown")
    return texts.join(part for at, run in enumerate(runs) for part in ((hole, *run) if at else run))


def _place(name: str, line: Line, found: Row) -> Value | None:
    if name.isdigit():
        at = int(name) - 1
        return line.positional[at] if at < len(line.positional) else None
    given = line.options.get(name)
    if given is None:
        return None
    return structured(given, many=True) if name in found.lists else given[0] if given else Const(True)


def _object(address: Value | None) -> Struct:
    """Bucket and key of an ``s3://`` address."""
    runs = texts.split(texts.without_prefix(texts.parts(address or Const("")), "s3://"), "/")
    key = texts.join(texts.rejoin(runs[1:], "/"))
    return Struct((("Bucket", texts.join(runs[0])), ("Key", key)))


def _resources(one: dict[str, Any], line: Line, found: Row) -> tuple[Value, ...]:
    if "user" in one:
        user = _filled(one["user"], line, found) or texts.join((Hole(kind="unknown"),))
        return tuple(database_user(option) for option in alternatives(user))
    if "cluster" in one:
        return dsql_clusters(_filled(one["cluster"], line, found))
    return (Const("*"),) if "actions" in one else ()
