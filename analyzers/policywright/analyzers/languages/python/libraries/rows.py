"""The row language of the library tables, read from TOML.

One file per top-level package, ``<package>.toml``::

    [library]
    name = "pynamodb"                    # what reports call it
    source = "pynamodb 6.1"              # for rows without a source of their own
    strict = { "pkg.sub." = "what it does" }    # calls under this path without a row are reported
    could_be = ["s3:GetObject"]          # what such a call may need
    general = true                       # is used without AWS as well: says little of who imports it
    signs = ["s3://"]                    # what says AWS in a file that imports no library (``_common`` alone)

    [aliases]                            # other import paths of the same thing; may lead to another package
    "pkg.core.Client" = "pkg.Client"

    [patterns]                           # regular expressions with a name, for ``match``
    [told.s3_url]                        # where a text is not told that has to match a pattern, this is said,
    said = "what {} opens is not known"  # but where the project declares one of these packages and names
    declared = ["pandas"]                # none of the others in what declares packages: it can't be there
    needs = ["boto", "s3fs"]
    [requests]                           # named lists of requests, for rows that make the same ones
    read = [{ call = "s3:GetObject", with = { Bucket = "${bucket}" } }]

    [[row]]
    path = ["pkg.open", "pkg.Client().open"]    # calls add "()", "*.name" is a method of anything
    bind = { url = "0 path", mode = "1 mode | =r" }
    match = { url = "s3_url" }           # a pattern: its groups are bound, the row applies where it matches
    when = { mode = "r" }
    requests = ["read", { call = "s3:ListObjectsV2", with = { Bucket = "${bucket}" } }]
    returns = "pkg.File()"               # the type of the result, which knows all that was bound;
                                         # "" is plain data, "<self>" and "<selves>" the program's objects
    gives = ["${bucket}/${*}"]           # instead: the text that comes out, or a list of such
    also = true                          # where this row applies, those that follow may as well
    common = true                        # much else is called so: an address that is not known is not said
    hands = ["", "pkg.Context()"]        # the binding `function` is called with something and such a value
    first = [""]                         # instead of a result: `function`, which gets such values first
    set = { url = "${url}/${part}" }     # fields of the result that are made of others
    source = "pkg.core, File.open"

Instead of a method's name, ``<any>`` is every method of a type without a row, ``<subclass>`` a class of the
program that derives from it, ``<passed>`` what happens when a value is given to something that has no row
(a signer to an HTTP library; ``$url`` and ``$method`` are then what that call says), and ``name.<set>`` that
something (0) is assigned to an attribute.

``bind`` says where a value is: alternatives divided by ``|``, each a list of words: a number is a position, a
name a keyword, ``$x`` what the receiver bound, ``self`` the program's own object that derives from a library
class, ``=text`` a constant, ``env:NAME`` an environment variable; after it ``.x`` is a field, ``.[]`` an
item, ``.[all]`` any value, ``.[owner]`` the class that it is an attribute of. ``call`` is bound to the path
of the call, the binding ``identity`` says whose credentials are used: a session, a client or credentials, and
``region`` which region's endpoints are asked.

A request is ``call = "service:Operation"`` with members in ``with`` (dotted paths), or ``actions`` on
``resources``, or ``sign`` (a request signed by hand), or ``unresolved`` (said to the user). Texts are
templates over the bindings; ``${*}`` is anything, ``${Region}``, ``${Account}``, ``${Partition}`` are what
they say. A request with ``optional`` is made in the case that this names.

``when`` maps bindings to a constant or several, to true or false, or to "<passed>" or "<absent>". A value
that is not known may be any of them; ``match`` however must be seen to match. Requests may have both, too;
there a hole in a text reads ``\\x00N\\x01``, so that a pattern can tell what ends in one.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache, lru_cache

from policywright.analyzers.gate import DEALS, NOTHING, OPENS
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex
from policywright.knowledge.store import StrPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

FOLDER: StrPath = os.path.dirname(__file__)
COMMON = "_common"
"""The file with patterns and requests that all tables can use, and rows for methods of anything."""
SETTINGS = "_settings"
"""The file about settings that name what a framework makes."""

Test: TypeAlias = str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One place where a bound value can come from, and the steps from there to it."""

    kind: str
    """``argument``, ``field``, ``self``, ``constant`` or ``environment``."""
    position: int = -1
    names: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request that a call makes."""

    call: str = ""
    members: tuple[tuple[str, str], ...] = ()
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    sign: tuple[tuple[str, str], ...] = ()
    unresolved: str = ""
    could_be: tuple[str, ...] = ()
    when: tuple[tuple[str, Test], ...] = ()
    match: tuple[tuple[str, re.Pattern[str]], ...] = ()
    optional: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is said where a text is not told that has to match a pattern."""

    said: str
    declared: tuple[str, ...] = ()
    """Packages of which one is there when this matters, by the words that declare them."""
    needs: tuple[str, ...] = ()
    """Words of which one is in what declares packages, if what the pattern stands for can be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a call of one path means."""

    bind: tuple[tuple[str, tuple[Source, ...]], ...] = ()
    match: tuple[tuple[str, re.Pattern[str]], ...] = ()
    when: tuple[tuple[str, Test], ...] = ()
    requests: tuple[RequestRow, ...] = ()
    returns: str | None = None
    gives: str | tuple[str, ...] | None = None
    set: tuple[tuple[str, str], ...] = ()
    hands: tuple[str, ...] = ()
    """The binding ``function`` is called with these values of the library, "" for something unknown."""
    first: tuple[str, ...] = ()
    """What comes back is the binding ``function``: who calls it has these before what is passed."""
    doubts: tuple[tuple[str, Doubt], ...] = ()
    """Bindings that have to match for the row to apply, and may be anything else as well: where they are not
    known, that is said."""
    also: bool = False
    """Rows that follow may apply as well: nothing comes out of this one."""
    loose: bool = False
    """A value of which nothing is known matches, its parts unknown."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """One file."""

    name: str
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    anything: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """Rows of ``*.name`` by name."""
    prefixes: frozenset[str] = frozenset()
    """Every path on the way to a row."""
    aliases: dict[str, str] = field(default_factory=dict)
    strict: tuple[tuple[str, str], ...] = ()
    could_be: tuple[str, ...] = ()
    requests: dict[str, tuple[RequestRow, ...]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    told: dict[str, Doubt] = field(default_factory=dict)


_SIGNS = regex(r"^signs = \[(.*)\]", re.MULTILINE)
_GENERAL = regex(r"^general = true", re.MULTILINE)


def reach(name: str) -> int:
    """What it says of a file that it imports something by a name (``gate``)."""
    package = name.partition(".")[0]
    if package in files() and not package.startswith("_"):
        return OPENS if _GENERAL.search(_text(os.fspath(FOLDER), package)) else DEALS
    return DEALS if mentions("_unmodelled", package) and _is_unmodelled(name) else NOTHING


@cache
def signs() -> tuple[bytes, ...]:
    """What says AWS in a file that imports no library."""
    listed = _SIGNS.search(_text(os.fspath(FOLDER), COMMON))
    return tuple(part.strip(' "').encode() for part in listed.group(1).split(",")) if listed else ()


@cache
def files() -> frozenset[str]:
    """The packages that have a table."""
    return frozenset(name.removesuffix(".toml") for name in os.listdir(FOLDER) if name.endswith(".toml"))


def knows(name: str) -> bool:
    """Whether an import needs no further thought: Python's own modules, and packages in the tables.

    Packages that are only named as not modelled count: calls of theirs are reported.
    """
    package = name.partition(".")[0]
    if package in sys.stdlib_module_names or (package in files() and not package.startswith("_")):
        return True
    return mentions("_unmodelled", package) and _is_unmodelled(name)


def _is_unmodelled(name: str) -> bool:
    return any(f"{name}.".startswith(f"{path}.") for path in _unmodelled())


@cache
def _unmodelled() -> tuple[str, ...]:
    return tuple(load("_unmodelled", None).rows)


def mentions(package: str, path: str) -> bool:
    """Whether a table can have a row of this path, or of one that begins so: it is not read for that.

    Most programs need no table, and to parse one takes as long as to analyse a small program.
    """
    return _mentions(os.fspath(FOLDER), package, path)


@lru_cache(maxsize=10_000)
def _mentions(folder: str, package: str, path: str) -> bool:
    return f'"{path}' in _text(folder, package)


@cache
def _text(folder: str, package: str) -> str:
    with open(os.path.join(folder, f"{package}.toml"), encoding="utf-8") as file:
        return file.read()


@cache
def sets(name: str) -> bool:
    """Whether a setting of this name has a row."""
    return mentions(SETTINGS, name) and name in load(SETTINGS, load(COMMON, None)).rows


@cache
def _setting() -> re.Pattern[bytes]:
    """What sets one of the settings to something else than a plain text."""
    names = "|".join(map(re.escape, load(SETTINGS, load(COMMON, None)).rows))
    return re.compile(
        rf"^[ \t]*(?:{names})\s*(?::[^=\n]+)?=(?!=|[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*$)".encode(),
        re.MULTILINE,
    )


def names_what_is_made(data: bytes) -> bool:
    """Whether a file may name, by a setting that has a row, something that its text does not tell."""
    return _setting().search(data) is not None


def load(package: str, common: Library | None) -> Library:
    """Reads a table; raises ``ValueError`` with the file's name for a row that says nothing sensible."""
    import tomllib

    data = tomllib.loads(_text(os.fspath(FOLDER), package))
    try:
        return _library(data, common)
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise ValueError(f"{package}.toml: {error}") from error


def _library(data: dict[str, Any], common: Library | None) -> Library:
    _only(data, "library", "aliases", "requests", "patterns", "told", "row")
    head = data["library"]
    _only(head, "name", "source", "strict", "could_be", "general", "signs")
    shared = dict(common.requests) if common else {}
    patterns = dict(common.patterns) if common else {}
    patterns.update(data.get("patterns", {}))
    told = dict(common.told) if common else {}
    told.update((name, _doubt(item)) for name, item in data.get("told", {}).items())
    for name, items in data.get("requests", {}).items():
        shared[name] = _requests(items, shared, patterns)
    rows: dict[str, list[Row]] = {}
    anything: dict[str, list[Row]] = {}
    for item in data.get("row", ()):
        row = _row(item, head.get("source", ""), shared, patterns, told)
        for path in _several(item["path"]):
            table, key = (anything, path[2:]) if path.startswith("*.") else (rows, path)
            table.setdefault(key, []).append(row)
    return Library(
        name=head["name"],
        rows={path: tuple(found) for path, found in rows.items()},
        anything={name: tuple(found) for name, found in anything.items()},
        prefixes=frozenset(prefix for path in rows for prefix in _prefixes(path)),
        aliases=data.get("aliases", {}),
        strict=tuple(head.get("strict", {}).items()),
        could_be=tuple(head.get("could_be", ())),
        requests=shared,
        patterns=patterns,
        told=told,
    )


def _doubt(item: dict[str, Any]) -> Doubt:
    _only(item, "said", "declared", "needs")
    return Doubt(
        said=item["said"], declared=tuple(item.get("declared", ())), needs=tuple(item.get("needs", ()))
    )


def _prefixes(path: str) -> list[str]:
    parts = path.split(".")
    found = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return [*found, *(prefix.removesuffix("()") for prefix in found if prefix.endswith("()"))]


def _row(
    item: dict[str, Any], source: str, shared: dict[str, tuple[RequestRow, ...]], patterns: dict[str, str],
    told: dict[str, Doubt],
) -> Row:  # fmt: skip
    _only(item, "path", "bind", "match", "when", "requests", "returns", "gives", "set", "hands", "first",
          "loose", "common", "also", "source")  # fmt: skip
    where = item.get("source", source)
    if not where:
        raise ValueError(f"the row of {item['path']} has no source")
    return Row(
        bind=tuple((name, sources(text)) for name, text in item.get("bind", {}).items()),
        match=_patterns(item.get("match", {}), patterns),
        doubts=tuple(
            (name, told[pattern])
            for name, pattern in item.get("match", {}).items()
            if pattern in told and not item.get("common", False)
        ),
        when=_tests(item.get("when", {})),
        requests=_requests(item.get("requests", ()), shared, patterns),
        returns=item.get("returns"),
        gives=tuple(item["gives"]) if isinstance(item.get("gives"), list) else item.get("gives"),
        set=tuple(item.get("set", {}).items()),
        hands=tuple(item.get("hands", ())),
        first=tuple(item.get("first", ())),
        also=item.get("also", False),
        loose=item.get("loose", False),
        source=where,
    )


def _requests(
    items: Any, shared: dict[str, tuple[RequestRow, ...]], patterns: dict[str, str]
) -> tuple[RequestRow, ...]:
    found: list[RequestRow] = []
    for item in [items] if isinstance(items, str) else items:
        if isinstance(item, str):
            found.extend(shared[item])
            continue
        _only(
            item,
            "call",
            "with",
            "actions",
            "resources",
            "sign",
            "unresolved",
            "could_be",
            "when",
            "match",
            "optional",
        )
        found.append(RequestRow(
            call=item.get("call", ""),
            members=tuple(item.get("with", {}).items()),
            actions=tuple(item.get("actions", ())),
            resources=tuple(item.get("resources", ())),
            sign=tuple(item.get("sign", {}).items()),
            unresolved=item.get("unresolved", ""),
            could_be=tuple(item.get("could_be", ())),
            when=_tests(item.get("when", {})),
            match=_patterns(item.get("match", {}), patterns),
            optional=item.get("optional"),
        ))  # fmt: skip
    return tuple(found)


def _patterns(data: dict[str, str], patterns: dict[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(patterns.get(text, text), re.DOTALL)) for name, text in data.items())


def _tests(data: dict[str, Any]) -> tuple[tuple[str, Test], ...]:
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in data.items())


def sources(text: str) -> tuple[Source, ...]:
    """Parses what ``bind`` says of a value."""
    return tuple(_source(part.strip()) for part in text.split(" | "))


def _source(text: str) -> Source:
    if text.startswith("="):
        return Source("constant", names=(text[1:],))
    if text.startswith("env:"):
        return Source("environment", names=(text[4:],))
    words = text.split()
    position, names, steps = -1, [], []
    kind = "argument"
    for word in words:
        if word.startswith("."):
            steps.append(word[1:])
        elif word.isdigit():
            position = int(word)
        elif word == "self":
            kind = "self"
        elif word.startswith("$"):
            kind = "field"
            names.append(word[1:])
        else:
            names.append(word)
    return Source(kind, position, tuple(names), tuple(steps))


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _only(data: dict[str, Any], *keys: str) -> None:
    unknown = data.keys() - set(keys)
    if unknown:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
