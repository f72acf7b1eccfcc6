"""Which Go program a build writes where: ``go build -o bin/orders ./cmd/orders`` in the project's scripts.

``builds_to(files, path)`` gives the packages that are compiled to a path. Makefiles, shell scripts, scripts
of ``package.json``, task files and pipelines are read; nothing is run, and comments and what is only written
out (``echo "go build ..."``) build nothing. What a variable or a loop puts in is a hole, and what fills it in
the output's name has to fill it in the package's, too: ``go build -o bin/$* ./cmd/$*``.

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
_COMMENT_LINE = re.compile(r"^[ \t]*#[^\n]*$", re.MULTILINE)
_HERE = re.compile(r"^([^\n]*)<<-?\s*([\"']?)(\w+)\2[^\n]*\n.*?^\s*\3[ \t]*$", re.MULTILINE | re.DOTALL)
"""A text in a shell script that a command is given."""
_QUOTED = re.compile(r"\\.|\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:(?<=[\s;&|(])|(?<![\s\S]))#[^\n]*", re.DOTALL)
"""What a shell takes as it is: escapes, quotes and comments."""
_RUN_TEXT = re.compile(r"(?:(?:^|\s)-\w*c|\beval)\s+\Z")
"""Before a text that a shell runs: ``sh -c``."""
_VALUE = re.compile(r"(?:^|[:\[,]|^\s*-)\s*\Z")
"""Before a quoted value in YAML and JSON."""
_TOLD = re.compile(r"\b(?:name|desc|description|summary|title)[\"']?\s*:\s*\Z")
"""Before a value that says something to people."""
_SAID = re.compile(
    r"(?:^|[\s@(])(?:echo|printf|print|info|warning|error|grep|cat|say|log|die)\s"
    r"|^[\s-]*(?:name|desc|description|summary|title)\s*:"
)
"""Before what a command only writes out, or a file only says."""
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


def builds_to(files: ProjectFiles, path: str) -> list[tuple[str, bool]]:
    """The packages of all builds that may write to this path, and whether a build names it to the letter."""
    found: list[tuple[str, bool]] = []
    for build in sorted(_builds(files), key=lambda one: one.output.count(_HOLE)):
        match = _pattern(build.output).fullmatch(path)
        if match is None:
            continue
        filled = set(match.groups())
        if not filled and _HOLE not in build.package:
            found.append((build.package, _HOLE not in build.output))
        for directory in _directories(files) if filled else ():
            other = _pattern(build.package).fullmatch(directory)
            if other is not None and set(other.groups()) & filled:
                found.append((directory, False))
    return found


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
            text = text.replace("\r\n", "\n")
            if not _MAKEFILE.search(name):
                # Only in a Makefile a comment goes on in the next line.
                text = _COMMENT_LINE.sub("", text)
            yield from _in_script(name, text.replace("\\\n", " "))


def _in_script(name: str, text: str) -> Iterator[_Build]:
    base = posixpath.dirname(name)
    if base.endswith(".github/workflows"):
        base = base.removesuffix(".github/workflows").rstrip("/")
    known = _assigned(text)
    is_make = _MAKEFILE.search(name) is not None
    for line in _lines(name, text):
        if is_make and not line.startswith(("\t", " ")) and (rule := _TARGET.match(line)) is not None:
            needed = rule[2].split(";")[0].split()
            known = {**known, "@": _stem(rule[1].split()[0]), "<": _stem(needed[0]) if needed else _HOLE}
        bare = _bare(line, values=name.endswith((".json", ".yml", ".yaml")))
        for command in _BUILD.finditer(bare):
            if _SAID.search(re.split(r"[\n;&|]", bare[: command.start()])[-1]):
                continue
            before = "".join(f"{one}/" for one in _DIRECTORY.findall(_last(line[: command.start()])))
            output, package, inside = _read(_filled(line[command.start(1) : command.end(1)], known))
            place = _joined(base, _filled(before, known), inside)
            if not output:
                continue
            # A file is written into a directory that is there under the package's name.
            whole = output + posixpath.basename(_joined(place, package)) if output.endswith("/") else output
            yield _Build(output=_joined(place, whole), package=_joined(place, package))


def _lines(name: str, text: str) -> list[str]:
    """A script's lines; a shell script as a whole, where quotes go over several."""
    if name.endswith((".sh", ".bash")):
        return [_HERE.sub(lambda one: one[0] if re.search(r"\b(?:ba)?sh\b", one[1]) else one[1], text)]
    return text.split("\n")


def _last(text: str) -> str:
    return text.rpartition("\n")[2]


def _bare(text: str, values: bool = False) -> str:
    """A text, of the same length, in which nothing is left of quotes and comments but what a shell runs."""

    def put(match: re.Match[str]) -> str:
        one = match[0]
        if one.startswith("#"):
            return ";" * len(one)
        before = _last(text[: match.start()])
        is_value = values and _VALUE.search(before) and not _TOLD.search(before)
        if one[0] in "\"'" and (is_value or _RUN_TEXT.search(before)):
            return f";{_bare(one[1:-1])};"
        return "\1" * len(one)

    return _QUOTED.sub(put, text)


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
