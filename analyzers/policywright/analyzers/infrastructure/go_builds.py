"""Which Go program a build writes where: ``go build -o bin/orders ./cmd/orders`` in the project's scripts.

``programs_built_at(files, path)`` gives the directories of the packages that are compiled to a path.
Makefiles, shell scripts, scripts of ``package.json``, task files and pipelines are read line by line; nothing
is run. What a variable or a loop puts in is a hole, and what fills it in the output's name has to fill it in
the package's, too: ``go build -o bin/$* ./cmd/$*``.

https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass

_BUILD = re.compile(r"\bgo\s+build\b([^\n&|;`]*)")
_SCRIPT = re.compile(
    r"(?:^|/)(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|\.justfile|Taskfile\.ya?ml|package\.json|Dockerfile[\w.-]*"
    r"|buildspec[\w.-]*\.ya?ml|serverless[\w.-]*\.ya?ml|\.gitlab-ci\.yml|\.github/workflows/[^/]+\.ya?ml"
    r"|[^/]+\.(?:mk|sh|bash))\Z"
)
"""Files in which builds are written."""
_MAKEFILE = re.compile(r"(?:^|/)(?:GNUmakefile|[Mm]akefile|[^/]+\.mk)\Z")
_TARGET = re.compile(r"^([^\s:#=][^:=#\n]*?)\s*::?(?![=:])\s*([^\n]*)$")
_ASSIGNED = re.compile(
    r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*[:?]?=[ \t]*(?![=\s])([^\n#]*?)[ \t]*$", re.MULTILINE
)
_PUT_IN = re.compile(r"\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}]*\}|\$\$?\w+|\$[@*<^]|\{\{[^}]*\}\}")
"""What a variable, another command or a task's template puts in."""
_DIRECTORY = re.compile(r"(?:^|[\s;&(\"'])(?:cd|pushd)\s+([^\s;&|\"']+)\s*(?:&&|;)")
_VALUED = frozenset((
    "-C", "-asmflags", "-buildmode", "-buildvcs", "-compiler", "-covermode", "-coverpkg", "-gccgoflags",
    "-gcflags", "-installsuffix", "-ldflags", "-mod", "-modfile", "-overlay", "-p", "-pgo", "-pkgdir",
    "-tags", "-toolexec",
))  # fmt: skip
"""Options of ``go build`` that take a value."""
_HOLE = "\0"
_MAX_SUBSTITUTED = 3
"""Variables that stand in variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Build:
    """What is compiled to what, from the project's root; both may have holes."""

    output: str
    package: str


def says_builds(name: str) -> bool:
    """Whether a file may say what builds make: a script, a pipeline, what Git ignores."""
    return _SCRIPT.search(name) is not None or posixpath.basename(name) == ".gitignore"


def programs_built_at(files: ProjectFiles, path: str) -> tuple[str, ...]:
    """The directories of the packages that a build compiles to this path, the nearest to the letter first."""
    found: dict[str, None] = {}
    for build in sorted(_builds(files), key=lambda one: one.output.count(_HOLE)):
        if found and _HOLE in build.output:
            break
        match = _pattern(build.output).fullmatch(path)
        if match is None:
            continue
        filled = set(match.groups())
        if not filled and _HOLE not in build.package:
            found[build.package] = None
        for directory in _directories(files) if filled else ():
            other = _pattern(build.package).fullmatch(directory)
            if other is not None and set(other.groups()) & filled:
                found[directory] = None
    return tuple(found)


def package_of(arguments: str) -> str:
    """The package that is built by a command: its last argument, or the directory."""
    return _read(arguments)[1]


def _builds(files: ProjectFiles) -> tuple[_Build, ...]:
    return files.once(("go-builds",), lambda: tuple(dict.fromkeys(_all(files))))


def _directories(files: ProjectFiles) -> tuple[str, ...]:
    return files.once(
        ("go-directories",),
        lambda: tuple(sorted({posixpath.dirname(one) for one in files.names if one.endswith(".go")})),
    )


def _all(files: ProjectFiles) -> Iterator[_Build]:
    for name in files.names:
        if not _SCRIPT.search(name) or "/vendor/" in f"/{name}":
            continue
        text = files.text(name) or ""
        if "go build" in text:
            yield from _in_script(name, text.replace("\\\r\n", " ").replace("\\\n", " "))


def _in_script(name: str, text: str) -> Iterator[_Build]:
    base = posixpath.dirname(name)
    if base.endswith(".github/workflows"):
        base = base.removesuffix(".github/workflows").rstrip("/")
    known = _assigned(text)
    is_make = _MAKEFILE.search(name) is not None
    for line in text.split("\n"):
        if is_make and not line.startswith(("\t", " ")) and (rule := _TARGET.match(line)) is not None:
            needed = rule[2].split(";")[0].split()
            known = {**known, "@": _stem(rule[1].split()[0]), "<": _stem(needed[0]) if needed else _HOLE}
        for command in _BUILD.finditer(line):
            before = "".join(f"{one}/" for one in _DIRECTORY.findall(line[: command.start()]))
            output, package, inside = _read(_filled(command[1], known))
            place = _joined(base, _filled(before, known), inside)
            if not output:
                continue
            # A file is written into a directory that is there under the package's name.
            whole = output + posixpath.basename(_joined(place, package)) if output.endswith("/") else output
            yield _Build(output=_joined(place, whole), package=_joined(place, package))


def _assigned(text: str) -> dict[str, str]:
    """Variables that a script sets once, as far as they are."""
    found: dict[str, set[str]] = {}
    for name, value in _ASSIGNED.findall(text):
        found.setdefault(name, set()).add(value.strip("\"'"))
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _stem(word: str) -> str:
    """A target's name, whose stem is a hole: ``bin/%``."""
    return word.replace("%", _HOLE)


def _filled(text: str, known: dict[str, str]) -> str:
    """A command with the variables that are known; of others a hole."""

    def put(match: re.Match[str]) -> str:
        return known.get(match[0].strip("${}()"), _HOLE)

    for _ in range(_MAX_SUBSTITUTED):
        text = _PUT_IN.sub(put, text)
    return _PUT_IN.sub(_HOLE, text)


def _read(arguments: str) -> tuple[str, str, str]:
    """Output, package and directory (``-C``) of a command."""
    try:
        words = shlex.split(arguments, comments=True)
    except ValueError:
        words = [one.strip("\"'\\,") for one in arguments.split()]
    output, inside, rest = "", "", []
    turn = iter(words)
    for word in turn:
        option, equals, value = word.partition("=")
        option = option.replace("--", "-", 1) if option.startswith("--") else option
        if option == "-o":
            output = value if equals else next(turn, "")
        elif option == "-C":
            inside = value if equals else next(turn, "")
        elif option in _VALUED:
            if not equals:
                next(turn, "")
        elif not word.startswith("-") and word not in (">", "2>", ")", "}"):
            rest.append(word.rstrip("\\\"',"))
    package = rest[-1] if rest else "."
    return (
        output.rstrip("\\\"',"),
        posixpath.dirname(package) or "." if package.endswith(".go") else package,
        inside,
    )


def _joined(*parts: str) -> str:
    """A path from the root; below a hole (``$(pwd)/bin``) it is anywhere."""
    kept: list[str] = []
    for part in parts:
        # The script's own directory, or another one that is not known.
        kept = [part] if part.startswith((_HOLE, "/")) else [*kept, part]
    path = posixpath.normpath("/".join(part for part in kept if part) or ".")
    return "" if path == "." else path.removesuffix("/...")


def _pattern(path: str) -> re.Pattern[str]:
    """What a path with holes matches; a hole at the front may be any directory, or the root."""
    lead = r"(?:.*/)?" if path.startswith(f"{_HOLE}/") else ""
    rest = path.removeprefix(f"{_HOLE}/") if lead else path
    return re.compile(lead + "([^/]+)".join(map(re.escape, rest.split(_HOLE))))
