"""Makefiles: the commands that ``make TARGET`` runs, line by line.

Included files, variables (``TF := terraform``, those of the command line before) and ``$(MAKE)`` are
followed; a variable that nothing sets is one of the shell's.

https://www.gnu.org/software/make/manual/make.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass, field

NAMES = ("GNUmakefile", "makefile", "Makefile")
_TARGET = re.compile(r"^([^\s:#=][^:=#]*?)\s*::?(?![=:])([^\n]*)$")
_ASSIGNMENT = re.compile(r"^(?:export\s+|override\s+)*([\w.-]+)\s*(\?=|\+=|:{0,3}=)\s*(.*)$")
_INCLUDE = re.compile(r"^[-s]?include\s+(.+)$")
_CLOSES = {"(": ")", "{": "}"}
_UNKNOWN = "${UNKNOWN}"
_SAYS_NOTHING = frozenset(("error", "eval", "info", "warning"))
_FUNCTIONS = frozenset((
    "abspath", "addprefix", "addsuffix", "and", "basename", "call", "dir", "file", "filter", "filter-out",
    "findstring", "firstword", "flavor", "foreach", "guile", "if", "intcmp", "join", "lastword", "let",
    "notdir", "or", "origin", "patsubst", "realpath", "sort", "strip", "subst", "suffix", "value", "wildcard",
    "word", "wordlist", "words",
))  # fmt: skip
"""Make's functions, whose values are not computed here. The manual, "Functions for Transforming Text"."""
_MAX_DEPTH = 10
"""Files that include each other, and variables that stand in each other."""


@dataclass(slots=True, eq=False)
class _Rules:
    """What makefiles say: of each target what it depends on, and its recipe."""

    variables: dict[str, str]
    needed: dict[str, list[str]] = field(default_factory=dict)
    recipes: dict[str, list[str]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    """Variables of the command line, which no file changes."""


def recipes(
    files: ProjectFiles, directory: str, names: Sequence[str], targets: Sequence[str],
    given: dict[str, str],
) -> Iterator[str] | None:  # fmt: skip
    """The lines of the recipes of targets (the first one without any), those that they need before.

    None where there is no makefile.
    """
    name = next((one for one in (posixpath.join(directory, name) for name in names) if files.has(one)), None)
    if name is None:
        return None
    rules = _Rules(variables={"MAKE": "make", "CURDIR": ".", **given}, given=frozenset(given))
    _read(rules, name, directory, files, 0)
    first = next((one for one in rules.needed if not one.startswith(".") and "%" not in one), None)
    return _lines(rules, list(targets) or ([first] if first else []))


def _read(rules: _Rules, name: str, directory: str, files: ProjectFiles, depth: int) -> None:
    current: list[str] = []
    for written in (files.text(name) or "").replace("\\\n", " ").split("\n"):
        line = written.strip()
        if written.startswith("\t"):
            for one in current:
                rules.recipes[one].append(line.lstrip("@-+ "))
            continue
        include = _INCLUDE.match(line)
        assigned = _ASSIGNMENT.match(line)
        target = _TARGET.match(line)
        if include is not None and depth < _MAX_DEPTH:
            for one in _expanded(include[1], rules, 0).split():
                _read(rules, posixpath.normpath(posixpath.join(directory, one)), directory, files, depth + 1)
        elif assigned is not None:
            _assign(rules, assigned[1], assigned[2], assigned[3].split(" #")[0].strip())
        elif target is not None:
            current = _expanded(target[1], rules, 0).split()
            needed, _, recipe = target[2].split("#")[0].partition(";")
            for one in current:
                rules.needed.setdefault(one, []).extend(_expanded(needed, rules, 0).replace("|", " ").split())
                rules.recipes.setdefault(one, []).extend([recipe.strip()] if recipe.strip() else [])
        elif line and not line.startswith("#"):
            current = []


def _assign(rules: _Rules, name: str, operator: str, value: str) -> None:
    known = rules.variables.get(name)
    if name in rules.given or (operator == "?=" and known is not None):
        return
    rules.variables[name] = f"{known} {value}" if operator == "+=" and known else value


def _lines(rules: _Rules, targets: list[str]) -> Iterator[str]:
    done: set[str] = set()

    def of(name: str) -> Iterator[str]:
        # A pattern's recipe is that of every target that fits.
        rule = name if name in rules.needed else next(
            (one for one in rules.needed if "%" in one and _fits(name, one)), None
        )  # fmt: skip
        if name in done or rule is None:
            return
        done.add(name)
        for one in rules.needed[rule]:
            yield from of(one)
        stem = name[len(rule.partition("%")[0]) :] if "%" in rule else ""
        for line in rules.recipes[rule]:
            yield _expanded(line.replace("$*", stem).replace("$@", name), rules, 0)

    for name in targets:
        yield from of(name)


def _fits(name: str, pattern: str) -> bool:
    before, _, after = pattern.partition("%")
    return len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after)


def _expanded(text: str, rules: _Rules, depth: int) -> str:
    """A text with its variables; what make computes is a variable of the shell's that nobody knows."""
    found: list[str] = []
    at = 0
    while at < len(text):
        mark = text.find("$", at)
        if mark < 0 or mark + 1 == len(text):
            found.append(text[at:])
            break
        found.append(text[at:mark])
        opened = text[mark + 1]
        end = _closed(text, mark + 1) if opened in _CLOSES else mark + 2
        inner = text[mark + 2 : end - 1] if opened in _CLOSES else opened
        found.append("$" if opened == "$" else _said(inner, rules, depth))
        at = end
    return "".join(found)


def _said(inner: str, rules: _Rules, depth: int) -> str:
    """What stands for a reference or a call of one of make's functions."""
    name, _, rest = inner.partition(" ")
    if name == "shell":
        return f"$({_expanded(rest, rules, depth)})"
    if name in _SAYS_NOTHING:
        return ""
    if name in _FUNCTIONS or depth >= _MAX_DEPTH:
        return _UNKNOWN
    if "$" in inner:
        inner = _expanded(inner, rules, depth + 1)
    value = rules.variables.get(inner)
    if value is None:
        return f"${{{inner}}}" if re.fullmatch(r"\w+", inner) else _UNKNOWN
    return _expanded(value, rules, depth + 1)


def _closed(text: str, start: int) -> int:
    """Behind the bracket that closes the one at a place; the end where none does."""
    opens, closes = text[start], _CLOSES[text[start]]
    deep = 0
    for at in range(start, len(text)):
        deep += (text[at] == opens) - (text[at] == closes)
        if not deep:
            return at + 1
    return len(text) + 1
