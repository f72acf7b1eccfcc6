"""Shell scripts that code or a container starts, or that are asked about: what their commands ask AWS for.

A script takes others in (``. ./lib.sh``), which then share its functions and variables, and starts others
(``bash other.sh a``), which have their own arguments. Each is read once for each way that it is started.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.analyzers.commands import aws, shell
from policywright.analyzers.commands.launches import AWS, MOVING, Launch, not_known, of_command
from policywright.analyzers.commands.model import Call
from policywright.analyzers.commands.programs import runs_tasks
from policywright.analyzers.commands.variables import NONE, Variables
from policywright.analyzers.commands.words import MAX_WAYS, literal, pieces
from policywright.analyzers.model import AMBIENT, Identity, SdkCall, Unresolved, UnresolvedCode
from policywright.analyzers.shells import is_shell
from policywright.analyzers.source import SourceFile
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import HERE, Hole, Value

_CODE = regex(
    r"python[\d.]*|pypy\d*|node|nodejs|ts-node|tsx|bun|deno|java|ruby|php|perl|dotnet|gunicorn|uvicorn|hypercorn|daphne"
    r"|celery|flask|django-admin|alembic|granian|uwsgi|nginx|supervisord|tini|dumb-init|gosu|su-exec|pm2|pm2-runtime"
)
"""Programs that run code of the project's, which is looked at by itself, or serve what it does."""
_LAYERS = "/opt/"
_DEPLOYED = ("/var/task/", _LAYERS)
"""Where a function's code and its layers are."""
_TASK = Hole(kind="env", name="LAMBDA_TASK_ROOT")
"""The first of these."""


@dataclass(frozen=True, slots=True, eq=False)
class Files:
    """The files of the project: one by its name, and the scripts whose names end in a path."""

    at: Callable[[str], SourceFile | None]
    ending: Callable[[str], Sequence[SourceFile]]


@dataclass(frozen=True, slots=True)
class Start:
    """A script with what it is started with, if that is known, and the variables that it has."""

    source: SourceFile
    arguments: shell.Fields | None = None
    variables: Variables = NONE

    @property
    def key(self) -> tuple[str, shell.Fields | None, Variables]:
        """What tells it from others."""
        return self.source.name, self.arguments, self.variables


@dataclass(frozen=True, slots=True)
class Said:
    """One request of a command of a script, or what can't be told of it."""

    source: SourceFile
    command: shell.Command
    call: Call | None
    doubt: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.source.name}:{self.source.location(self.command.start)[0]}"


@dataclass(frozen=True, slots=True, eq=False)
class _Parsed:
    """A script that is read once, however often it is asked."""

    start: Start
    script: shell.Script
    commands: tuple[shell.Command, ...]


def read(
    scripts: Iterable[SourceFile], operations: Operations, files: Files
) -> tuple[tuple[SdkCall, ...], tuple[Unresolved, ...], int]:
    """The requests of scripts and of those that they take in or start, what can't be told, and how many they
    are. They may call each other's functions, and have code run that is looked at by itself.
    """
    reader = Reader(operations, files, by_itself=True)
    found = reader.read([Start(one) for one in scripts])
    calls = (
        SdkCall(
            service=call.service, operation=call.operation, parameters=call.parameters,
            span=one.source.span(one.command.start, one.command.end),
            via=call.via, entry=one.source.name, optional=call.optional, actions=call.actions,
            resources=call.resources, region=call.region,
            identity=AMBIENT if call.role is None else Identity(role=call.role),
        )
        for one in found if (call := one.call) is not None
    )  # fmt: skip
    unresolved = (
        Unresolved(
            code=UnresolvedCode.PROGRAM, span=one.source.span(one.command.start, one.command.end),
            detail=one.doubt,
        )
        for one in found if one.call is None
    )  # fmt: skip
    return tuple(calls), tuple(unresolved), len(reader.files)


class Reader:
    """Reads scripts, with those that they take in or start; ``by_itself`` says that what they start with, and
    code that they run, is looked at by others."""

    def __init__(self, operations: Operations, files: Files, *, by_itself: bool = False) -> None:
        self._operations = operations
        self._files = files
        self._by_itself = by_itself
        self._ways: dict[str, int] = {}
        self.files: set[str] = set()

    def read(self, starts: Sequence[Start]) -> list[Said]:
        """What the commands of some scripts, which share functions, ask for."""
        found: list[Said] = []
        done: set[object] = set()
        pending = [tuple(starts)]
        while pending:
            group = tuple(one for one in pending.pop() if one.key not in done)
            done.update(one.key for one in group)
            parsed = self._with_sourced(group)
            for one in parsed:
                for said in self._commands(one, parsed):
                    if isinstance(said, Start):
                        pending.append((said,))
                    else:
                        found.append(said)
        return found

    def _commands(self, one: _Parsed, group: Sequence[_Parsed]) -> Iterator[Said | Start]:
        functions = frozenset[str]().union(*(other.script.functions() for other in group))
        others = (other.script.assigned() for other in group if other is not one)
        variables = one.start.variables.with_set(frozenset[str]().union(*others))
        for command in one.commands:
            if literal(command.words[0]) in functions:
                # Its own commands are looked at with what it is called with.
                continue
            for line in of_command(tuple(map(variables.put_in, command.words))):
                yield from self._command(line, command, one, functions)

    def _command(
        self, line: Launch, command: shell.Command, one: _Parsed, functions: frozenset[str]
    ) -> Iterator[Said | Start]:
        source = one.start.source
        if line.name == AWS:
            found = aws.read(self._operations, line.words, more=line.more)
            yield from (Said(source, command, call) for call in found.calls)
            if found.said is not None:
                yield Said(source, command, None, found.said)
            return
        if line.name in functions or (self._by_itself and line.words[0] == shell.ARGUMENTS):
            # ``exec "$@"``: the image's command.
            return
        started = list(self._started(line, one))
        yield from (start for start, _ in started)
        if started and all(sure for _, sure in started):
            return
        code = self._by_itself and (runs_tasks(line.name) or _CODE.fullmatch(line.name))
        if not code and not line.is_harmless and literal(line.words[0]) not in _SOURCING:
            yield Said(source, command, None, not_known(line.name))

    def _started(self, line: Launch, one: _Parsed) -> Iterator[tuple[Start, bool]]:
        here = _directory(one.start.source)
        moved = any(literal(command.words[0]) in MOVING for command in one.commands)
        for word, arguments in line.scripts():
            others, sure = located(self._files, word, here, moved=moved)
            for other in others:
                yield self._start(other, arguments, one), sure

    def _start(self, source: SourceFile, arguments: shell.Fields | None, one: _Parsed) -> Start:
        """One way to start a script; of very many, any."""
        ways = self._ways[source.name] = self._ways.get(source.name, 0) + 1
        variables = one.start.variables.with_set(one.script.assigned())
        return Start(source, arguments if ways <= MAX_WAYS else None, variables)

    def _with_sourced(self, starts: Iterable[Start]) -> list[_Parsed]:
        """Scripts and those that they take in, each once, by their names."""
        found: dict[str, _Parsed] = {}
        pending = list(starts)
        while pending:
            start = pending.pop()
            name = start.source.name
            if name in found:
                continue
            self.files.add(name)
            script = shell.Script(start.source.data, arguments=start.arguments)
            found[name] = parsed = _Parsed(start, script, tuple(script.commands()))
            pending += (
                Start(other, variables=start.variables) for place in _sourced(parsed)
                if (other := self._files.at(place)) is not None
            )  # fmt: skip
        return [found[name] for name in sorted(found)]


_SOURCING = (".", "source")


def _directory(source: SourceFile) -> str:
    return posixpath.dirname(source.place or source.name)


def _sourced(parsed: _Parsed) -> Iterable[str]:
    """The files that a script takes in; what is not known of their paths is taken to be its directory."""
    here = _directory(parsed.start.source)
    for command in parsed.commands:
        if len(command.words) > 1 and literal(command.words[0]) in _SOURCING:
            last = pieces(command.words[1])[-1]
            if isinstance(last, str):
                yield posixpath.normpath(posixpath.join(here, last.lstrip("/")))


def located(
    files: Files, word: Value, here: str, *, moved: bool, fits: Callable[[SourceFile], bool] | None = None
) -> tuple[tuple[SourceFile, ...], bool]:  # fmt: skip
    """The files (scripts, unless ``fits`` says which) that a path may mean, and whether it means no other.

    A program's directory is mostly that of its code or one above, unless it has ``moved``; where an image
    puts a file, the end of its path tells.
    """
    parts = pieces(word)
    last = parts[-1] if parts else ""
    beside = len(parts) == 2 and parts[0] in (HERE, _TASK)
    if not isinstance(last, str) or (len(parts) > 1 and "/" not in last and not beside):
        return (), False
    absolute = last.startswith("/") and len(parts) == 1
    steps = [step for step in last.rpartition("../")[2].split("/") if step not in ("", ".")]
    sure = beside or (len(parts) == 1 and (not absolute or last.startswith(_DEPLOYED)))
    if absolute and sure:
        steps = steps[1 if last.startswith(_LAYERS) else 2 :]
    while steps:
        path = "/".join(steps)
        above = [] if moved and not beside else [files.at(posixpath.join(one, path)) for one in _above(here)]
        found = tuple(one for one in above if one is not None and (fits or _is_script)(one))
        found = found or tuple(files.ending(path))
        if found or sure:
            return found, sure
        steps = steps[1:]
    return (), False


def _is_script(source: SourceFile) -> bool:
    return is_shell(source.name, source.data)


def _above(directory: str) -> Iterator[str]:
    """A directory of the project and those above it."""
    yield directory
    while directory:
        directory = posixpath.dirname(directory)
        yield directory
