"""Scripts of pipelines as commands: what a shell would start, through make, npm and the scripts that they
call.

Both branches of an ``if`` are taken; variables that a script doesn't set stay as they are written
(``$STAGE``). ``commands_of`` follows ``make TARGET``, ``npm run SCRIPT`` and ``./script.sh`` within the
project.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.commands import shell
from policywright.analyzers.commands.before import SHELLS, before, told
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Text, Value, alternatives

MAX_DEPTH = 8
"""Scripts that call each other."""
_RUNS = SHELLS | {"source", "."}
"""What runs a script that it is named."""
_PACKAGE = frozenset(("npm", "yarn", "pnpm", "bun"))
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
_TARGET = re.compile(r"^([A-Za-z0-9_.%/-][^:=#\n]*?)\s*:(?![=:])([^\n]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its words, the directory that it runs in, and the line of its script, counted from 0."""

    words: tuple[str, ...]
    directory: str
    line: int
    values: tuple[Value, ...] = ()
    """The words as far as they are known."""


def commands_of(text: str, directory: str, files: ProjectFiles) -> Iterator[Command]:
    """Every command of a script, with those of what it calls; these have the line of the call.

    An expression of a pipeline (``${{ github.sha }}``) is a word like a variable.
    """
    text = _EXPRESSION.sub("$EXPRESSION", text)
    yield from _commands(text, directory, files, 0)


def _commands(text: str, directory: str, files: ProjectFiles, depth: int) -> Iterator[Command]:
    here = directory
    for line, words, values in _split(text):
        if words[0] in ("cd", "pushd") and len(words) > 1:
            here = _inside(here, words[1])
            continue
        called = list(_called(words, here, files, depth)) if depth < MAX_DEPTH else []
        if called:
            for script, where in called:
                for one in _commands(script, where, files, depth + 1):
                    yield replace(one, line=line)
        else:
            chosen = next((word.partition("=")[2] for word in words if word.startswith("-chdir=")), "")
            yield Command(
                words=tuple(word for word in words if not word.startswith("-chdir=")),
                directory=_inside(here, chosen) if chosen else here, line=line, values=values,
            )  # fmt: skip


def _split(text: str) -> Iterator[tuple[int, tuple[str, ...], tuple[Value, ...]]]:
    """Simple commands: the line on which each begins, its words, and these as values."""
    for command in shell.commands(Const(text)):
        values = command.words
        values = values[before([_spelled(value) for value in values]).count :]
        if values:
            line = text.encode()[: command.start].count(b"\n")
            yield line, tuple(_spelled(value) for value in values), values


def _spelled(value: Value) -> str:
    """A word as the script has it, as far as that is known: variables by their names."""
    for option in alternatives(value):
        if isinstance(option, Const | Text):
            return "".join(
                part if isinstance(part, str) else f"${part.name or 'UNKNOWN'}"
                for part in texts.parts(option)
            )
    return "$UNKNOWN"


def _inside(directory: str, step: str) -> str:
    if step.startswith(("/", "$", "~")):
        return directory
    found = posixpath.normpath(posixpath.join(directory, step))
    return "" if found in (".", "..") or found.startswith("../") else found


def _called(
    words: tuple[str, ...], directory: str, files: ProjectFiles, depth: int
) -> Iterator[tuple[str, str]]:
    """The scripts that a command runs, each with its directory."""
    name = words[0]
    text_at = told(words)
    if text_at is not None:
        yield words[text_at], directory
    elif name == "make":
        where = directory
        if "-C" in words[:-1]:
            where = _inside(directory, words[words.index("-C") + 1])
        targets = [
            word for word in words[1:] if not word.startswith("-") and "=" not in word and word != where
        ]
        makefile = _text(files, where, ("Makefile", "makefile", "GNUmakefile"))
        if makefile is not None:
            for script in _recipes(makefile, targets):
                yield script, where
    elif name in _PACKAGE:
        rest = [word for word in words[1:] if not word.startswith("-")]
        script_name = rest[1] if rest[:1] == ["run"] and len(rest) > 1 else rest[0] if rest else ""
        package = _text(files, directory, ("package.json",))
        run = _script(package, script_name)
        if run is not None:
            yield run, directory
    else:
        target = words[1] if name in _RUNS and len(words) > 1 and not words[1].startswith("-") else name
        if "/" in target or name in _RUNS:
            text = _text(files, directory, (target.removeprefix("./"),))
            if text is not None and (target.endswith((".sh", ".bash")) or text.startswith("#!")):
                yield text, directory


def _text(files: ProjectFiles, directory: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        path = posixpath.normpath(posixpath.join(directory, name))
        if files.has(path):
            return files.text(path)
    return None


def _recipes(makefile: str, targets: list[str]) -> Iterator[str]:
    """The recipes of targets (the first one without any), those that they depend on before."""
    rules: dict[str, tuple[list[str], list[str]]] = {}
    current: list[str] = []
    for line in makefile.split("\n"):
        if line.startswith("\t"):
            for name in current:
                rules[name][1].append(line.strip().lstrip("@-+"))
            continue
        found = _TARGET.match(line)
        if found is not None:
            current = found[1].split()
            for name in current:
                before, recipe = rules.get(name, ([], []))
                rules[name] = ([*before, *found[2].split("#")[0].split()], recipe)
        elif line.strip() and not line.startswith("#"):
            current = []
    first = next((name for name in rules if not name.startswith(".")), None)
    done: set[str] = set()

    def of(name: str) -> Iterator[str]:
        if name in done or name not in rules:
            return
        done.add(name)
        before, recipe = rules[name]
        for one in before:
            yield from of(one)
        yield "\n".join(recipe)

    for name in targets or ([first] if first else []):
        yield from of(name)


def _script(package: str | None, name: str) -> str | None:
    try:
        found = json.loads(package or "{}")
    except ValueError:
        return None
    scripts = found.get("scripts", {}) if isinstance(found, dict) else {}
    script = scripts.get(name) if isinstance(scripts, dict) else None
    return script if isinstance(script, str) else None
