"""Shell scripts that a container starts with, or that are asked about: what their commands ask AWS for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable

from policywright.analyzers.commands import aws, shell
from policywright.analyzers.commands.programs import is_harmless, runs_tasks
from policywright.analyzers.commands.started import not_known, of_command
from policywright.analyzers.commands.words import literal, pieces
from policywright.analyzers.model import AMBIENT, Identity, SdkCall, Unresolved, UnresolvedCode
from policywright.analyzers.source import SourceFile
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

_CODE = regex(
    r"python[\d.]*|pypy\d*|node|nodejs|ts-node|tsx|bun|deno|java|ruby|php|perl|dotnet|gunicorn|uvicorn|hypercorn|daphne"
    r"|celery|flask|django-admin|alembic|granian|uwsgi|nginx|supervisord|tini|dumb-init|gosu|su-exec|pm2|pm2-runtime"
)
"""Programs that run code of the project's, which is looked at by itself, or serve what it does."""


Find: TypeAlias = "Callable[[str], SourceFile | None]"
"""Gives a file of the project by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class _Parsed:
    """A script that is read once, however often it is asked."""

    source: SourceFile
    script: shell.Script
    commands: tuple[shell.Command, ...]


def read(
    scripts: Iterable[SourceFile], operations: Operations, find: Find
) -> tuple[tuple[SdkCall, ...], tuple[Unresolved, ...], int]:
    """The requests of scripts and of those that they take in (``. ./lib.sh``), what can't be told, and how
    many they are. They may call each other's functions.
    """
    calls: list[SdkCall] = []
    unresolved: list[Unresolved] = []
    parsed = _with_sourced(scripts, find)
    functions = frozenset[str]().union(*(one.script.functions() for one in parsed))
    for one in parsed:
        _read(one, functions, operations, calls, unresolved)
    return tuple(calls), tuple(unresolved), len(parsed)


def _read(
    parsed: _Parsed, functions: frozenset[str], operations: Operations, calls: list[SdkCall],
    unresolved: list[Unresolved],
) -> None:  # fmt: skip
    source = parsed.source
    for command in parsed.commands:
        span = source.span(command.start, command.end)
        if literal(command.words[0]) in functions:
            # Its own commands are looked at with what it is called with.
            continue
        for line in of_command(command):
            if line.name == "aws":
                found = aws.read(operations, line.words, more=line.more)
                calls += (
                    SdkCall(
                        service=call.service, operation=call.operation, parameters=call.parameters, span=span,
                        via=call.via, entry=source.name, optional=call.optional, actions=call.actions,
                        resources=call.resources, region=call.region,
                        identity=AMBIENT if call.role is None else Identity(role=call.role),
                    )
                    for call in found.calls
                )  # fmt: skip
                detail = found.said
            elif line.words[0] == shell.ARGUMENTS:
                # ``exec "$@"``: the image's command.
                continue
            elif (
                is_harmless(line.name)
                or runs_tasks(line.name)
                or line.name in functions
                or _CODE.fullmatch(line.name)
            ):
                continue
            else:
                detail = not_known(line.name)
            if detail is not None:
                unresolved.append(Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail))


def _with_sourced(scripts: Iterable[SourceFile], find: Find) -> list[_Parsed]:
    """Scripts and those that they take in, each once, by their names."""
    found: dict[str, _Parsed] = {}
    pending = list(scripts)
    while pending:
        source = pending.pop()
        if source.name in found:
            continue
        script = shell.Script(source.data)
        found[source.name] = parsed = _Parsed(source, script, tuple(script.commands()))
        pending += (other for name in _sourced(parsed) if (other := find(name)) is not None)
    return [found[name] for name in sorted(found)]


def _sourced(parsed: _Parsed) -> Iterable[str]:
    """The files that a script takes in; what is not known of their paths is taken to be its directory."""
    here = posixpath.dirname(parsed.source.name)
    for command in parsed.commands:
        if len(command.words) > 1 and literal(command.words[0]) in (".", "source"):
            last = pieces(command.words[1])[-1]
            if isinstance(last, str):
                yield posixpath.normpath(posixpath.join(here, last.lstrip("/")))
