"""Shell scripts that a container starts with, or that are asked about: what their commands ask AWS for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence

from policywright.analyzers.commands import aws, shell
from policywright.analyzers.commands.started import is_harmless, not_known, of_command
from policywright.analyzers.commands.words import literal, pieces
from policywright.analyzers.model import AMBIENT, Identity, SdkCall, Unresolved, UnresolvedCode
from policywright.analyzers.source import SourceFile
from policywright.knowledge.operations import Operations
from policywright.knowledge.regex import regex

_CODE = regex(
    r"python[\d.]*|pypy\d*|node|nodejs|ts-node|tsx|bun|deno|java|ruby|php|perl|dotnet|gunicorn|uvicorn|hypercorn|daphne"
    r"|celery|flask|django-admin|alembic|granian|uwsgi|nginx|supervisord|tini|dumb-init|gosu|su-exec|pm2|pm2-runtime"
)
"""Programs that run code of the project's, which is looked at by itself, or serve what it does."""


def read(
    sources: Sequence[SourceFile], operations: Operations
) -> tuple[tuple[SdkCall, ...], tuple[Unresolved, ...]]:
    """The requests of scripts that call each other's functions, and what of them can't be told."""
    calls: list[SdkCall] = []
    unresolved: list[Unresolved] = []
    parsed = [(source, shell.Script(source.data)) for source in sources]
    functions = frozenset[str]().union(*(script.functions() for _, script in parsed))
    for source, script in parsed:
        _read(source, script, functions, operations, calls, unresolved)
    return tuple(calls), tuple(unresolved)


def _read(
    source: SourceFile, script: shell.Script, functions: frozenset[str], operations: Operations,
    calls: list[SdkCall], unresolved: list[Unresolved],
) -> None:  # fmt: skip
    for command in script.commands():
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
            elif is_harmless(line.name) or line.name in functions or _CODE.fullmatch(line.name):
                continue
            else:
                detail = not_known(line.name)
            if detail is not None:
                unresolved.append(Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=detail))


def with_sourced(
    scripts: Iterable[SourceFile], find: Callable[[str], SourceFile | None]
) -> tuple[SourceFile, ...]:
    """Scripts, and those that they take in (``. ./lib.sh``), each once: ``find`` gives a file by its name."""
    found = {script.name: script for script in scripts}
    pending = list(found.values())
    while pending:
        script = pending.pop()
        for name in _sourced(script):
            other = find(name) if name not in found else None
            if other is not None:
                found[name] = other
                pending.append(other)
    return tuple(found[name] for name in sorted(found))


def _sourced(script: SourceFile) -> Iterable[str]:
    """The files that a script takes in; what is not known of their paths is taken to be its directory."""
    for command in shell.Script(script.data).commands():
        if len(command.words) > 1 and literal(command.words[0]) in (".", "source"):
            last = pieces(command.words[1])[-1]
            if isinstance(last, str):
                here = posixpath.dirname(script.name)
                yield posixpath.normpath(posixpath.join(here, last.lstrip("/")))
