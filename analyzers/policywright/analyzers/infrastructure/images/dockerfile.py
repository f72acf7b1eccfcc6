"""Which code of the project a Dockerfile's command runs.

Instructions are read as far as they say where files of the build context end up (``WORKDIR``, ``COPY``,
``ADD``) and what is started (``ENTRYPOINT``, ``CMD``); nothing is built. A command that names no file of
the project leaves the whole context. Source: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.images.commands import SCRIPTS, Files, started
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass, field

_CONTINUED = re.compile(r"\\[ \t]*\n")
_VARIABLE = re.compile(r"\$\{?(\w+)(?::-([^}]*))?\}?")
_LAMBDA = re.compile(r"(?:^|/)lambda[/:]|(?:^|/)amazon/aws-lambda-")
"""AWS's base images, whose working directory is the code's: https://gallery.ecr.aws/lambda"""
MAX_INSTRUCTIONS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The code of an image: files that are started; none: everything below ``directory``."""

    directory: str
    entries: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class _Stage:
    """A stage of the build: where it stands, what was copied where, and what it starts."""

    directory: str = "/"
    copied: list[tuple[str, str]] = field(default_factory=list)
    """Path in the image, path in the project."""
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> str:
        """A path of the image, absolute."""
        return _absolute(self.directory, name)


@dataclass(slots=True, eq=False)
class _Build:
    files: ProjectFiles
    context: str
    stages: dict[str, _Stage]

    def sources(self, written: str) -> list[str]:
        """What a source of ``COPY`` is in the project."""
        name = _joined(self.context, written)
        if "*" not in written:
            return [name]
        name = f"{self.context}/{written.lstrip('./')}".strip("/")
        parent = name.rpartition("/")[0]
        near = (one for one in self.files.inside(parent) if one.count("/") == name.count("/"))
        return [one for one in near if fnmatchcase(one, name)]


def image(
    files: ProjectFiles,
    dockerfile: str,
    context: str,
    entrypoint: Sequence[str] | None = None,
    command: Sequence[str] | None = None,
) -> Image | None:
    """The code of the image that a Dockerfile makes of a context; None when the file can't be had.

    ``entrypoint`` and ``command`` are what starts it instead of its own, where somebody says so.
    """
    text = files.text(dockerfile)
    if text is None:
        return None
    last = _last(files, text, context)
    own = last.command if entrypoint is None else []
    words = [*(last.entrypoint if entrypoint is None else entrypoint), *(own if command is None else command)]
    found = started(words, last.variables, _Located(files, last))
    directory = context
    directories = [below for _, below in last.copied if files.inside(below)]
    if all(one.endswith(SCRIPTS) for one in found) and len(set(directories)) == 1:
        directory = directories[0]
    return Image(directory=directory, entries=tuple(dict.fromkeys(found)))


def is_end(text: str, target: str) -> bool:
    """Whether a build that stops at a stage (``--target``) makes what the whole Dockerfile makes."""
    stages = [rest.split() for name, rest in _instructions(text) if name == "FROM"]
    last = stages[-1] if stages else []
    named = last[-1] if len(last) > 2 and last[-2].lower() == "as" else ""
    return target.lower() == named.lower() or target == str(len(stages) - 1)


def in_image(files: ProjectFiles, dockerfile: str, context: str, path: str) -> str | None:
    """The file of the project that an image has at a path."""
    last = _last(files, files.text(dockerfile) or "", context)
    return next((one for one in _located(last, path) if files.has(one)), None)


def _last(files: ProjectFiles, text: str, context: str) -> _Stage:
    """What an image is in the end."""
    stages: dict[str, _Stage] = {}
    last = _Stage()
    for number, (name, rest) in enumerate(_instructions(text)):
        if number >= MAX_INSTRUCTIONS:
            break
        if name == "FROM":
            last = _from(rest, stages)
        else:
            _apply(last, name, rest, _Build(files, context, stages))
    return last


def extensions_in(text: str) -> tuple[str, ...]:
    """What a Dockerfile puts where Lambda looks for extensions, and does not come out of the project: the
    images, or how it is got.

    https://docs.aws.amazon.com/lambda/latest/dg/extensions-configuration.html
    """
    found: list[str] = []
    images: dict[str, str] = {}
    directory, count = "/", 0
    for name, rest in list(_instructions(text))[:MAX_INSTRUCTIONS]:
        words = [word for word in rest.split() if not word.startswith("--")]
        match name:
            case "FROM" if words:
                own = images.get(words[0].lower(), words[0])
                images[str(count)] = own
                if len(words) > 2:
                    images[words[2].lower()] = own
                directory, count = "/", count + 1
                # What the stages before hold is in the image only if it is copied.
                found.clear()
            case "WORKDIR":
                directory = _absolute(directory, rest)
            case "COPY" | "ADD" if len(words) > 1 and _BESIDE.match(_absolute(directory, words[-1])):
                origin = re.search(r"--from=(\S+)", rest)
                if origin is not None:
                    found.append(images.get(origin[1].lower(), origin[1]))
                found.extend(one for one in words[:-1] if "://" in one)
            case "RUN" if _GOT.search(rest):
                found.append("that its Dockerfile gets")
    return tuple(dict.fromkeys(found))


_BESIDE = re.compile(r"/opt/?(?:extensions\b.*)?$")
_GOT = re.compile(r"/opt/extensions|(?:curl|wget|unzip|tar|aws)\b.*\s/opt/?(?:\s|$)")


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if not line.lstrip().startswith("#")]
    for line in _CONTINUED.sub(" ", "\n".join(lines)).split("\n"):
        name, _, rest = line.strip().partition(" ")
        if name:
            yield name.upper(), rest.strip()


def _from(rest: str, stages: dict[str, _Stage]) -> _Stage:
    words = [word for word in rest.split() if not word.startswith("--")]
    base = stages.get(words[0].lower()) if words else None
    made = _Stage()
    if words and _LAMBDA.search(words[0]):
        made.directory, made.variables["LAMBDA_TASK_ROOT"] = "/var/task", "/var/task"
    if base is not None:
        made = _Stage(
            base.directory, list(base.copied), list(base.entrypoint), list(base.command), dict(base.variables)
        )
    stages[str(len({id(one) for one in stages.values()}))] = made
    if len(words) >= 3 and words[1].lower() == "as":
        stages[words[2].lower()] = made
    return made


def _apply(stage: _Stage, name: str, rest: str, build: _Build) -> None:
    if name in ("WORKDIR", "COPY", "ADD"):
        rest = _VARIABLE.sub(lambda found: stage.variables.get(found[1], found[2] or ""), rest)
    match name:
        case "WORKDIR":
            stage.directory = stage.path(rest)
        case "ENV" | "ARG":
            _set(stage.variables, rest)
        case "ENTRYPOINT":
            stage.entrypoint, stage.command = _words(rest), []
        case "CMD":
            stage.command = _words(rest)
        case "COPY" | "ADD":
            _copy(stage, rest, build)


def _set(variables: dict[str, str], rest: str) -> None:
    if "=" not in rest.partition(" ")[0]:
        name, _, value = rest.partition(" ")
        variables[name] = value
        return
    for word in _split(rest):
        name, equals, value = word.partition("=")
        if equals:
            variables[name] = value


def _copy(stage: _Stage, rest: str, build: _Build) -> None:
    options = [word for word in rest.split() if word.startswith("--")]
    plain = " ".join(word for word in rest.split() if not word.startswith("--"))
    words = _words(plain) if plain.startswith("[") else plain.split()
    if len(words) < 2:
        return
    *sources, target = words
    origin = next((one.partition("=")[2].lower() for one in options if one.startswith("--from=")), None)
    if origin is not None and origin not in build.stages:
        return  # another image
    into = stage.path(target)
    several = target.endswith("/") or len(sources) > 1 or into == stage.directory
    for source in sources:
        if origin is not None:
            found = _located(build.stages[origin], _absolute("/", source))
        else:
            found = build.sources(source)
        for below in found:
            is_file = build.files.has(below)
            name = PurePosixPath(below).name
            stage.copied.append(
                (_absolute(into, name) if is_file and (several or "*" in source) else into, below)
            )


def _located(stage: _Stage, path: str) -> list[str]:
    """Where a path of a stage comes from in the project, the latest copy first."""
    found: list[str] = []
    for into, below in reversed(stage.copied):
        if path == into:
            found.append(below)
        elif path.startswith(into.rstrip("/") + "/"):
            found.append(_joined(below, path[len(into.rstrip("/")) + 1 :]))
    return found


class _Located(Files):
    """Paths of the image as files of the project."""

    def __init__(self, files: ProjectFiles, stage: _Stage) -> None:
        self._files = files
        self._stage = stage

    def candidates(self, path: str) -> list[str]:
        return _located(self._stage, self._stage.path(path))

    def has(self, name: str) -> bool:
        return self._files.has(name)

    def text(self, name: str) -> str | None:
        return self._files.text(name) if self._files.has(name) else None


def _words(rest: str) -> list[str]:
    """A command in its JSON or its shell form."""
    if rest.startswith("["):
        try:
            data = json.loads(rest)
        except ValueError:
            return []
        return [str(word) for word in data] if isinstance(data, list) else []
    return ["sh", "-c", rest]


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _absolute(base: str, path: str) -> str:
    return "/" + _joined("" if path.startswith("/") else base, path)


def _joined(base: str, path: str) -> str:
    parts: list[str] = []
    for part in f"{base}/{path}".split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", ".", "*"):
            parts.append(part)
    return "/".join(parts)
