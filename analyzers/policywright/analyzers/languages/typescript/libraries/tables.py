"""Reads what a program needs of ``tables.toml``; its head says what the fields mean."""

from __future__ import annotations

import os
import re
from functools import cache

from policywright.analyzers.gate import DEALS, NOTHING, OPENS
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEAD = "[[library]]"
_PACKAGES = regex(r"^packages = \[(.*?)\]", re.DOTALL | re.MULTILINE)
_NAME = regex(r'"([^"]*)"')
_REACHES = regex(r"^\s*(?:requests|signed) = ", re.MULTILINE)
_GENERAL = regex(r"^general = true", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request or a set of actions."""

    call: str = ""
    members: dict[str, str] = field(default_factory=dict)
    input: str = ""
    table: str = ""
    optional: str | None = None
    when: str = ""
    """A source: the request is made when it is passed, and not false."""
    unsure: str | None = None
    """When it is made, where ``when`` is not seen to be passed: then it is optional."""
    unless: tuple[str, ...] = ()
    """Sources: the request is not made when all are false."""
    given: str = ""
    """``list`` or ``one``: the request is made when the first argument is an array, or is none."""
    maybe: tuple[str, ...] = ()
    """Members that the library may fill in by itself."""
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a call of a library does."""

    returns: str = ""
    requests: tuple[RequestRow, ...] = ()
    calls: tuple[str, ...] = ()
    passes: str = ""
    """What ``calls`` are called with."""
    beside: str = ""
    """What ``calls`` are called with as second argument: a value of the library, by its path."""
    value: str = ""
    """What reading the path gives, where it is no function."""
    assigns: dict[str, str] = field(default_factory=dict)
    """Values of the library that the call says something about (``self.%assigned``), and what."""
    defaults: str = ""
    """Options that the call sets for all of the library (``%default``)."""
    role: str = ""
    """An option that has the requests made by a role."""
    client: str = ""
    """An option that holds the client: the requests are made with its credentials, in its region."""
    region: str = ""
    """An option that says in which region the requests are made."""
    signed: dict[str, str] = field(default_factory=dict)
    source: str = ""


@cache
def rows_of(package: str) -> dict[str, Row] | None:
    """The rows of a package by path; None when there is no table of it."""
    named = f'"{package}"'
    sections = [section for section in _sections() if named in section]
    return _rows(package, "".join(sections)) if sections else None


def knows(name: str) -> bool:
    """Whether what is imported by a name is in the tables: a package, or a part of one."""
    parts = name.split("/")
    return any(rows_of("/".join(parts[:end])) is not None for end in range(len(parts), 0, -1))


def reach(name: str) -> int:
    """What it says of a file that it imports something by a name (``gate``)."""
    return _reaching().get(name, NOTHING)


@cache
def _reaching() -> dict[str, int]:
    """The packages whose rows make requests."""
    found: dict[str, int] = {}
    for section in _sections():
        listed = _PACKAGES.search(section)
        if listed is not None and _REACHES.search(section):
            level = OPENS if _GENERAL.search(section) else DEALS
            found.update((package, level) for package in _NAME.findall(listed.group(1)))
    return found


def packages() -> dict[str, dict[str, Row]]:
    """All tables."""
    import tomllib

    libraries = tomllib.loads("".join(_sections()))["library"]
    names = dict.fromkeys(name for library in libraries for name in library["packages"])
    return {name: rows for name in names if (rows := rows_of(name)) is not None}


@cache
def _sections() -> tuple[str, ...]:
    """The file, cut into libraries: most programs use none of them, and to parse them all takes as long as to
    analyse a program."""
    with open(os.path.join(os.path.dirname(__file__), "tables.toml"), encoding="utf-8") as file:
        _, *sections = file.read().split(f"\n{_HEAD}\n")
    return tuple(f"{_HEAD}\n{section}\n" for section in sections)


def _rows(package: str, sections: str) -> dict[str, Row] | None:
    import tomllib

    found: dict[str, Row] | None = None
    for library in tomllib.loads(sections)["library"]:
        if package in library["packages"]:
            found = found or {}
            for raw in library.get("row", ()):
                found.update(dict.fromkeys(raw["paths"], _row(raw, library["source"])))
    return found


def _request(raw: dict[str, Any]) -> RequestRow:
    return RequestRow(
        call=raw.get("call", ""),
        members=raw.get("members", {}),
        input=raw.get("input", ""),
        table=raw.get("table", ""),
        optional=raw.get("optional"),
        when=raw.get("when", ""),
        unsure=raw.get("unsure"),
        unless=tuple(raw.get("unless", ())),
        given=raw.get("given", ""),
        maybe=tuple(raw.get("maybe", ())),
        actions=tuple(raw.get("actions", ())),
        resources=tuple(raw.get("resources", ())),
    )


def _row(raw: dict[str, Any], source: str) -> Row:
    requests = tuple(_request(item) for item in raw.get("requests", ()))
    return Row(
        returns=raw.get("returns", ""),
        requests=requests,
        calls=tuple(raw.get("calls", ())),
        passes=raw.get("passes", ""),
        beside=raw.get("beside", ""),
        value=raw.get("value", ""),
        assigns=raw.get("assigns", {}),
        defaults=raw.get("defaults", ""),
        role=raw.get("role", ""),
        client=raw.get("client", ""),
        region=raw.get("region", ""),
        signed=raw.get("signed", {}),
        source=source,
    )
