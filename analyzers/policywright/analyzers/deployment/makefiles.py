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
_VARIABLE = re.compile(r"\$\$|\$\(([^()$]*)\)|\$\{([^{}$]*)\}|\$([@<^*?])")
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

    def one(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name = found[1] or found[2] or ""
        if name.startswith("shell "):
            return f"$({name[6:]})"
        value = rules.variables.get(name)
        if value is None or depth >= _MAX_DEPTH:
            return f"${{{name}}}" if re.fullmatch(r"\w+", name) else "${UNKNOWN}"
        return _expanded(value, rules, depth + 1)

    return _VARIABLE.sub(one, text)
