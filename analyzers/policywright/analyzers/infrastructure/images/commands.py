"""From a container's command to the files of the project that it starts."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Protocol

MAX_SCRIPTS = 4
"""Scripts of a ``package.json`` that lead to one another."""

_WRAPPERS = frozenset((
    "exec", "sudo", "env", "dumb-init", "tini", "--", "poetry", "pipenv", "uv", "run", "rye", "hatch", "pdm",
    "npx", "opentelemetry-instrument", "ddtrace-run", "newrelic-admin", "run-program", "time", "nice",
    "nohup",
    "xvfb-run", "/usr/bin/env", "/tini", "/sbin/tini", "/usr/bin/tini", "/usr/bin/dumb-init", "cross-env",
))  # fmt: skip
"""What starts another command, and the words between."""
_PYTHON = re.compile(r"(?:.*/)?(?:python[\d.]*|pypy\d*)\Z")
_NODE = re.compile(r"(?:.*/)?(?:node|nodejs|ts-node|ts-node-dev|tsx|bun|nodemon|pm2-runtime)\Z")
_SERVERS = frozenset(("gunicorn", "uvicorn", "hypercorn", "daphne", "waitress-serve", "granian", "uwsgi"))
_MODULE = re.compile(r"([A-Za-z_][\w.]*)(?::[\w.()]+)?\Z")
_BUILT = re.compile(r"(?:^|/)(?:dist|build|lib|out|\.build)/")
SCRIPTS = (".sh", ".bash")
"""How scripts of shells are called."""
_GIVEN = re.compile(r"\$[@*]|\$\{[@*]\}")
"""What a script is called with."""
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
    if (
        len(command) >= 3
        and command[0].rsplit("/", 1)[-1] in ("sh", "bash", "ash")
        and command[1] in ("-c", "-lc")
    ):
        for line in re.split(r"&&|\|\||;|\n", command[2]):
            yield from _started(_split(line), variables, files, depth)
        return
    words = list(command)
    while words and (words[0] in _WRAPPERS or re.match(r"\w+=", words[0])):
        words.pop(0)
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
    """An entry script of the project, and what it runs, line by line."""
    if depth >= MAX_SCRIPTS:
        return
    for name in files.candidates(path):
        text = files.text(name)
        if text is not None:
            yield name
        for line in (text or "").splitlines():
            if not line.lstrip().startswith("#"):
                yield from _started(["sh", "-c", line], variables, files, depth + 1)
        if text is not None and _GIVEN.search(text):
            yield from _started(given, variables, files, depth + 1)


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
