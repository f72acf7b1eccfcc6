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
import shlex
from collections.abc import Iterator, Mapping

from policywright.analyzers.commands import shell
from policywright.analyzers.commands.before import SHELLS, told
from policywright.analyzers.deployment import makefiles, starting
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

MAX_DEPTH = 8
"""Scripts that call each other."""
_RUNS = SHELLS | {"source", "."}
"""What runs a script that it is named."""
_SOURCES = ("source", ".")
"""What runs a script in the same shell, which has its functions then."""
_PACKAGE = frozenset(("npm", "yarn", "pnpm", "bun"))
_MAKE = ("make", "gmake")
_WRAPPERS = frozenset(("gradlew", "mvnw"))
"""Scripts that only fetch and start the tool that they are called after."""
_FILLED = "$EXPRESSION"
_SOURCING = re.compile(r"(?m)(?:^|[;&|({]|\bthen|\bdo|\belse)\s*(?:source|\.)\s+\S")
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
_PACKAGED = frozenset((
    "add", "audit", "cache", "ci", "clean", "config", "create", "dedupe", "dlx", "exec", "get", "global", "i",
    "info", "init", "install", "link", "list", "login", "logout", "ls", "outdated", "pack", "pkg", "prune",
    "publish", "rebuild", "remove", "set", "store", "update", "upgrade", "version", "view", "why", "x",
))  # fmt: skip
"""Commands of package managers that are no scripts of a package."""
_VARIABLE = re.compile(r"\$\{?\w+\}?")
_SHEBANG = re.compile(r"#!\s*\S*(?:/|env\s+(?:-\S+\s+)*)(?:ba|z|da|a|k)?sh\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its words, the directory that it runs in, and the line of its script, counted from 0."""

    words: tuple[str, ...]
    directory: str
    line: int
    values: tuple[Value, ...] = ()
    """The words as far as they are known."""
    known: bool = False
    """What it runs is known: a function of the script, or something of the project's that was followed."""
    moved: bool = False
    """Its directory is another one, which a variable says."""


def commands_of(
    text: str, directory: str, files: ProjectFiles, exported: Mapping[str, str] | None = None
) -> Iterator[Command]:
    """Every command of a script, with those of what it calls; these have the line of the call.

    An expression of a pipeline (``${{ github.sha }}``) is a word like a variable. ``exported`` are the
    variables that it and all that it calls have.
    """
    text = _EXPRESSION.sub(_FILLED, text)
    yield from _commands(text, directory, files, 0, exported or {})


def _with(exported: Mapping[str, str], script: str) -> str:
    """A script that begins with the variables that it names, on its own first line."""
    told = "".join(
        f"{name}={shlex.quote(one)}; "
        for name, one in exported.items()
        if f"${name}" in script or f"${{{name}" in script
    )
    head, newline, rest = script.partition("\n")
    return f"{head}{newline}{told}{rest}" if head.startswith("#!") else f"{told}{script}"


def _commands(
    text: str, directory: str, files: ProjectFiles, depth: int, exported: Mapping[str, str],
    sourced_by: str = "",
) -> Iterator[Command]:  # fmt: skip
    here, moved = directory, False
    text = _with(exported, text)
    functions, commands = _split(text, sourced_by)
    for line, words, values in commands:
        if words[0] in ("cd", "pushd") and len(words) > 1:
            here, moved = _inside(here, words[1]), moved or _is_open(words[1])
            continue
        called = list(_called(words, here, files, depth)) if depth < MAX_DEPTH else []
        if called:
            for script, where in called:
                if words[0] in _SOURCES:
                    functions |= _split(script)[0]
                outer = f"{text}\n{sourced_by}" if words[0] in _SOURCES else ""
                for one in _commands(script, where, files, depth + 1, exported, outer):
                    yield replace(one, line=line, moved=one.moved or moved)
        else:
            chosen = next((word.partition("=")[2] for word in words if word.startswith("-chdir=")), "")
            yield Command(
                words=tuple(word for word in words if not word.startswith("-chdir=")),
                directory=_inside(here, chosen) if chosen else here, line=line, values=values,
                known=words[0] in functions, moved=moved or _is_open(chosen),
            )  # fmt: skip


def _split(
    text: str, sourced_by: str = ""
) -> tuple[frozenset[str], Iterator[tuple[int, tuple[str, ...], tuple[Value, ...]]]]:
    """The functions of a script, and its simple commands: the line, the words, and these as values.

    Functions that nothing calls do nothing, of a script that is run by itself or ``sourced_by`` another one.
    """
    script = shell.Script(text.encode())
    alone = sourced_by or not _SOURCING.search(text)
    return script.functions(), _commands_in(text, script, script.idle(sourced_by) if alone else [])


def _commands_in(
    text: str, script: shell.Script, idle: list[tuple[int, int]]
) -> Iterator[tuple[int, tuple[str, ...], tuple[Value, ...]]]:
    for command in script.commands():
        if any(start <= command.start < end for start, end in idle):
            continue
        line = text.encode()[: command.start].count(b"\n")
        pending = [command.words]
        for whole in pending:
            known = tuple(map(_opened, whole))
            values = starting.started(known, [_spelled(value) for value in known])
            words = tuple(_spelled(value) for value in values)
            if words:
                yield line, words, values
                pending += starting.others(words, values)


def _opened(value: Value) -> Value:
    """A word without the variable that stands for a pipeline's expression: quotes do not keep that from being
    filled in."""
    if not isinstance(value, Const) or not isinstance(value.value, str) or _FILLED not in value.value:
        return value
    pieces: list[str | Hole] = []
    for index, piece in enumerate(value.value.split(_FILLED)):
        pieces += [Hole(kind="unknown", name=_FILLED[1:])] if index else []
        pieces += [piece] if piece else []
    return texts.join(pieces)


def _spelled(value: Value) -> str:
    """A word as the script has it, as far as that is known: variables by their names."""
    for option in alternatives(value):
        if isinstance(option, Const | Text):
            return "".join(
                part if isinstance(part, str) else f"${part.name or 'UNKNOWN'}"
                for part in texts.parts(option)
            )
    return "$UNKNOWN"


def is_named(directory: str, by: str) -> bool:
    """Whether what is run in a directory may be run in this one: a variable is some part of a path."""
    if "$" not in by:
        return directory == by
    parts = (re.escape(one) for one in _VARIABLE.split(by))
    return re.fullmatch("[^/]+".join(parts), directory) is not None


def _is_open(step: str) -> bool:
    """Whether a step leads somewhere that only the run knows."""
    return step.startswith(("/", "~")) or "$" in step


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
    if posixpath.basename(name) in _WRAPPERS:
        return
    text_at = told(words)
    if text_at is not None:
        yield words[text_at], directory
    elif name in starting.TEXTS:
        script = starting.text_of(words)
        if script is not None:
            yield script, directory
    elif name in _MAKE:
        yield from _made(words, directory, files)
    elif name in _PACKAGE:
        yield from _packaged(words, directory, files)
    else:
        at = (
            next((at for at, word in enumerate(words) if at and not _is_option(word)), 0)
            if name in _RUNS
            else 0
        )
        target = words[at]
        if "/" in target or name in _RUNS:
            text = _text(files, directory, (target.removeprefix("./"),))
            if text is not None and (target.endswith((".sh", ".bash")) or _SHEBANG.match(text)):
                # Without arguments, what is sourced has those of the script that sources it.
                given = words[at + 1 :]
                yield (text if name in _SOURCES and not given else _with_arguments(given, text)), directory


def _is_option(word: str) -> bool:
    """An option of a shell that has no argument (``-eu``); what follows ``-c`` is no file."""
    return bool(re.fullmatch(r"-[a-bd-z]+", word))


def _with_arguments(given: tuple[str, ...], script: str) -> str:
    """A script that begins with setting what it is started with, on its own first line."""
    if not given:
        return script
    told = f"set -- {' '.join(map(_quoted, given))}; "
    head, newline, rest = script.partition("\n")
    return f"{head}{newline}{told}{rest}" if head.startswith("#!") else f"{told}{script}"


def _made(words: tuple[str, ...], directory: str, files: ProjectFiles) -> Iterator[tuple[str, str]]:
    """The lines of what make runs, each in a shell of its own."""
    where, names = directory, list(makefiles.NAMES)
    targets: list[str] = []
    given: dict[str, str] = {}
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        if word in ("-C", "--directory") and rest:
            where = _inside(where, rest.pop(0))
        elif word in ("-f", "--file", "--makefile") and rest:
            names = [rest.pop(0)]
        elif "=" in word and not word.startswith("-"):
            variable, _, value = word.partition("=")
            given[variable] = value
        elif not word.startswith("-"):
            targets.append(word)
    for line in makefiles.recipes(files, where, names, targets, given) or ():
        yield line, where


def _packaged(words: tuple[str, ...], directory: str, files: ProjectFiles) -> Iterator[tuple[str, str]]:
    """The script of a package (of a workspace, where one is named), with those that npm runs around it.

    https://docs.npmjs.com/cli/using-npm/workspaces, https://yarnpkg.com/cli/workspace, https://pnpm.io/filtering
    """
    where, names = _workspace(words, directory, files)
    if names[:1] in (["run"], ["run-script"]):
        names = names[1:]
    elif names[:1] and names[0] in _PACKAGED:
        return
    package = _text(files, where, ("package.json",))
    for prefix in ("pre", "", "post") if names else ():
        script = _script(package, f"{prefix}{names[0]}")
        if script is not None:
            yield script if prefix else f"{script}{_handed_on(words, names[0])}", where


def _handed_on(words: tuple[str, ...], name: str) -> str:
    """What follows a script's name is given to its last command: by npm only what is no option of its own.

    https://docs.npmjs.com/cli/commands/npm-run-script, https://yarnpkg.com/cli/run
    """
    own = words[words.index(name) + 1 :]
    behind: tuple[str, ...] = ()
    if "--" in own:
        at = own.index("--")
        own, behind = own[:at], own[at + 1 :]
    if words[0] == "npm":
        own = tuple(word for word in own if not word.startswith("-"))
    return "".join(f" {_quoted(word)}" for word in (*own, *behind))


def _quoted(word: str) -> str:
    """A word for a script; a variable in it stays one."""
    return f'"{word}"' if "$" in word else shlex.quote(word)


def not_followed(words: tuple[str, ...]) -> str | None:
    """What make or a package manager is told to run, by its name; None for a command that runs no script.

    Who asks knows that it wasn't found among the files.
    """
    if words[0] in _PACKAGE:
        named = [word for word in words[1:] if not word.startswith("-")]
        if named[:1] == ["workspace"]:
            named = named[2:]
        told = named[1:2] if named[:1] in (["run"], ["run-script"]) else named[:1]
        return " ".join((words[0], "run", *told)) if told and told[0] not in _PACKAGED else None
    if words[0] in _MAKE:
        return " ".join(
            (words[0], *(word for word in words[1:] if not word.startswith("-") and "=" not in word))
        )
    return None


def _workspace(words: tuple[str, ...], directory: str, files: ProjectFiles) -> tuple[str, list[str]]:
    """The directory of the package that a command is about, and the words that are no options."""
    where = directory
    names: list[str] = []
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        option, _, value = word.partition("=")
        if option in ("--prefix", "--cwd", "-C", "--dir"):
            where = _inside(where, value or (rest.pop(0) if rest else ""))
        elif option in ("-w", "--workspace", "--filter", "-F"):
            where = _package(value or (rest.pop(0) if rest else ""), directory, files) or where
        elif word == "workspace" and words[0].endswith("yarn") and rest:
            where = _package(rest.pop(0), directory, files) or where
        elif word == "--":
            break
        elif not word.startswith("-"):
            names.append(word)
    return where, names


def _package(name: str, directory: str, files: ProjectFiles) -> str | None:
    """The directory of a workspace, by its path or by the name of its package."""
    near = _inside(directory, name)
    if files.has(posixpath.join(near, "package.json")):
        return near
    for file in files.names:
        if posixpath.basename(file) != "package.json" or "node_modules/" in file:
            continue
        text = files.text(file)
        if text is not None and f'"{name}"' in text and _named(text) == name:
            return posixpath.dirname(file)
    return None


def _named(package: str | None) -> str | None:
    try:
        found = json.loads(package or "{}")
    except ValueError:
        return None
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) else None


def _text(files: ProjectFiles, directory: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        path = posixpath.normpath(posixpath.join(directory, name))
        if files.has(path):
            return files.text(path)
    return None


def _script(package: str | None, name: str) -> str | None:
    try:
        found = json.loads(package or "{}")
    except ValueError:
        return None
    scripts = found.get("scripts", {}) if isinstance(found, dict) else {}
    script = scripts.get(name) if isinstance(scripts, dict) else None
    return script if isinstance(script, str) else None
