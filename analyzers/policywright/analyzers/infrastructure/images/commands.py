"""From a container's command to the files of the project that it starts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Protocol

from policywright.analyzers.commands import shell
from policywright.analyzers.commands.before import before, told
from policywright.analyzers.commands.words import literal
from policywright.knowledge.values import Const

MAX_SCRIPTS = 4
"""Scripts of a ``package.json`` that lead to one another."""

_PYTHON = re.compile(r"(?:.*/)?(?:python[\d.]*|pypy\d*)\Z")
_NODE = re.compile(r"(?:.*/)?(?:node|nodejs|ts-node|ts-node-dev|tsx|bun|nodemon|pm2-runtime)\Z")
_SERVERS = frozenset(("gunicorn", "uvicorn", "hypercorn", "daphne", "waitress-serve", "granian", "uwsgi"))
_MODULE = re.compile(r"([A-Za-z_][\w.]*)(?::[\w.()]+)?\Z")
_BUILT = re.compile(r"(?:^|/)(?:dist|build|lib|out|\.build)/")
SCRIPTS = (".sh", ".bash")
"""How scripts of shells are called."""
_SCRIPT_SUFFIXES = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx")


class Files(Protocol):
    """The files of an image."""

    def candidates(self, path: str) -> list[str]:
        """What a path of the image may be in the project."""

    def has(self, name: str) -> bool: ...

    def text(self, name: str) -> str | None: ...


def started(command: list[str], variables: dict[str, str], files: Files) -> list[str]:
    """The files that a command starts; empty when it can't be told."""
    return list(_started(command, variables, files, 0))


def _started(command: list[str], variables: dict[str, str], files: Files, depth: int) -> Iterator[str]:
    words = command[before(command).count :]
    at = told(words)
    if at is not None:
        for line in _commands(Const(words[at]), words[at + 1 :]):
            yield from _started(line, variables, files, depth)
        return
    if not words:
        return
    program, *rest = words
    name = program.rsplit("/", 1)[-1]
    if _PYTHON.match(program):
        yield from _python(rest, variables, files, depth)
    elif _NODE.match(program):
        yield from _first(_script(word, files) for word in rest if not word.startswith("-"))
    elif name in _SERVERS:
        yield from _first(_module(word, files) for word in reversed(rest))
    elif name == "celery" and "-A" in rest[:-1]:
        yield from _module(rest[rest.index("-A") + 1], files)
    elif name == "flask":
        yield from _module(variables.get("FLASK_APP", "app").removesuffix(".py"), files)
    elif name == "fastapi":
        yield from _first(_python_file(word, files) for word in rest)
    elif name in ("npm", "yarn", "pnpm") and depth < MAX_SCRIPTS:
        yield from _package_script(rest, variables, files, depth)
    elif program.endswith((".py", *_SCRIPT_SUFFIXES)):
        yield from _first((_python_file(program, files), _script(program, files)))
    elif program.endswith(SCRIPTS):
        yield from _shell(program, rest, variables, files, depth)


def _first(found: Iterator[Iterator[str]] | tuple[Iterator[str], ...]) -> Iterator[str]:
    """The first of several readings that finds something."""
    for one in found:
        names = list(one)
        if names:
            yield from names
            return


def _python(rest: list[str], variables: dict[str, str], files: Files, depth: int) -> Iterator[str]:
    while rest and rest[0].startswith("-"):
        option, *rest = rest
        if option == "-m" and rest:
            if rest[0] in (*_SERVERS, "flask", "celery"):
                yield from _started(rest, variables, files, depth)
            else:
                yield from _module(rest[0], files)
            return
    if rest:
        yield from _python_file(rest[0], files)


def _python_file(path: str, files: Files) -> Iterator[str]:
    if path.endswith(".py"):
        yield from (name for name in files.candidates(path)[:1] if files.has(name))


def _module(word: str, files: Files) -> Iterator[str]:
    """``pkg.mod:app`` as a file: a module, a package's main, or a package."""
    found = _MODULE.match(word)
    if found is None:
        return
    path = found[1].replace(".", "/")
    for way in (f"{path}.py", f"{path}/__main__.py", f"{path}/__init__.py", f"src/{path}.py"):
        for name in files.candidates(way):
            if files.has(name):
                yield name
                return


def _script(path: str, files: Files) -> Iterator[str]:
    """A script, or the source that it is built from."""
    plain = path if path.endswith(_SCRIPT_SUFFIXES) else f"{path}.js"
    for way in (plain, f"{path}/index.js"):
        for name in files.candidates(way):
            for source in _sources(name):
                if files.has(source):
                    yield source
                    return


def _sources(name: str) -> Iterator[str]:
    """What a built script (``dist/server.js``) may be built from, itself first."""
    yield name
    stem = name.rsplit(".", 1)[0]
    for root in (stem, _BUILT.sub("/src/", f"/{stem}").lstrip("/"), _BUILT.sub("/", f"/{stem}").lstrip("/")):
        yield from (f"{root}{suffix}" for suffix in (".ts", ".mts", ".js", ".tsx"))


def _package_script(rest: list[str], variables: dict[str, str], files: Files, depth: int) -> Iterator[str]:
    words = [word for word in rest if not word.startswith("-") and word not in ("run", "run-script")]
    script = words[0] if words else "start"
    for name in files.candidates("package.json"):
        text = files.text(name)
        try:
            data = json.loads(text) if text else {}
        except ValueError:
            continue
        scripts = data.get("scripts", {}) if isinstance(data, dict) else {}
        line = scripts.get(script) if isinstance(scripts, dict) else None
        if isinstance(line, str):
            yield from _started(["sh", "-c", line], variables, files, depth + 1)
            return
        if script == "start":
            yield from _script("server.js", files)


def _shell(path: str, given: list[str], variables: dict[str, str], files: Files, depth: int) -> Iterator[str]:
    """An entry script of the project, and what its commands run; ``"$@"`` is what it is called with."""
    if depth >= MAX_SCRIPTS:
        return
    for name in files.candidates(path):
        text = files.text(name)
        if text is None:
            continue
        yield name
        for line in _commands(Const(text), given):
            yield from _started(line, variables, files, depth + 1)


def _commands(text: Const, given: list[str]) -> Iterator[list[str]]:
    """The commands of a script as words; a variable that is not known is no word that says anything."""
    for command in shell.commands(text):
        words: list[str] = []
        for word in command.words:
            words += given if word == shell.ARGUMENTS else [literal(word) or ""]
        if any(words):
            yield words
