"""Scripts of pipelines as commands: what a shell would start, through make, npm and the scripts that they
call.

Words alone: variables stay as they are written (``$STAGE``), nothing is expanded, and both branches of an
``if`` are taken. ``commands_of`` follows ``make TARGET``, ``npm run SCRIPT`` and ``./script.sh`` within the
project.
"""

from __future__ import annotations

import json
import posixpath
import re
import shlex
from collections.abc import Iterator

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass

MAX_DEPTH = 8
"""Scripts that call each other."""
_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "source", "."))
_BEFORE = frozenset(
    (
        "sudo",
        "time",
        "exec",
        "command",
        "nohup",
        "env",
        "then",
        "do",
        "else",
        "if",
        "while",
        "!",
        "npx",
        "bunx",
    )
)
"""Words before a command that are none themselves."""
_PACKAGE = frozenset(("npm", "yarn", "pnpm", "bun"))
_RUNNERS = {"pipenv": 2, "poetry": 2, "uv": 2}
_SEPARATORS = frozenset(("&&", "||", ";", "|", "&", "(", ")", "{", "}", "|&", ";;"))
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=")
_TARGET = re.compile(r"^([A-Za-z0-9_.%/-][^:=#\n]*?)\s*:(?![=:])([^\n]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its words, the directory that it runs in, and the line of its script, counted from 0."""

    words: tuple[str, ...]
    directory: str
    line: int


def commands_of(text: str, directory: str, files: ProjectFiles) -> Iterator[Command]:
    """Every command of a script, with those of what it calls; these have the line of the call.

    An expression of a pipeline (``${{ github.sha }}``) is a word like a variable.
    """
    text = _EXPRESSION.sub("$EXPRESSION", text)
    yield from _commands(text, directory, files, 0)


def _commands(text: str, directory: str, files: ProjectFiles, depth: int) -> Iterator[Command]:
    here = directory
    for line, words in _split(text):
        if words[0] in ("cd", "pushd") and len(words) > 1:
            here = _inside(here, words[1])
            continue
        called = list(_called(words, here, files, depth)) if depth < MAX_DEPTH else []
        if called:
            for script, where in called:
                for one in _commands(script, where, files, depth + 1):
                    yield Command(words=one.words, directory=one.directory, line=line)
        else:
            chosen = next((word.partition("=")[2] for word in words if word.startswith("-chdir=")), "")
            yield Command(
                words=tuple(word for word in words if not word.startswith("-chdir=")),
                directory=_inside(here, chosen) if chosen else here, line=line,
            )  # fmt: skip


def _split(text: str) -> Iterator[tuple[int, list[str]]]:
    """Simple commands, with the line on which each begins."""
    joined: list[tuple[int, str]] = []
    start, pending = 0, ""
    for number, line in enumerate(text.split("\n")):
        if not pending:
            start = number
        pending += line[:-1] + " " if line.endswith("\\") else line
        if not line.endswith("\\"):
            joined.append((start, pending))
            pending = ""
    joined.append((start, pending))
    for number, line in joined:
        words: list[str] = []
        for word in (*_words(line), ";"):
            if word in _SEPARATORS:
                command = _plain(words)
                if command:
                    yield number, command
                words = []
            else:
                words.append(word)


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:
        # A quote that ends on another line: what is before it still counts.
        return found or line.split()
    return found


def _plain(words: list[str]) -> list[str]:
    """Without assignments, and without what stands before the command itself."""
    while words and (words[0] in _BEFORE or _ASSIGNED.match(words[0])):
        words = words[1:]
    if words[:1] == ["aws-vault"] and "--" in words:
        return _plain(words[words.index("--") + 1 :])
    if words and words[0] in _RUNNERS and words[1:2] == ["run"]:
        return _plain(words[2:])
    return words


def _inside(directory: str, step: str) -> str:
    if step.startswith(("/", "$", "~")):
        return directory
    found = posixpath.normpath(posixpath.join(directory, step))
    return "" if found in (".", "..") or found.startswith("../") else found


def _called(words: list[str], directory: str, files: ProjectFiles, depth: int) -> Iterator[tuple[str, str]]:
    """The scripts that a command runs, each with its directory."""
    name = words[0]
    if name == "make":
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
        target = words[1] if name in _SHELLS and len(words) > 1 and not words[1].startswith("-") else name
        if "/" in target or name in _SHELLS:
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
