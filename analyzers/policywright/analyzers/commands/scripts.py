"""Shell scripts that a container starts with: what their commands ask AWS for."""

from __future__ import annotations

from policywright.analyzers.commands import aws, shell
from policywright.analyzers.commands.started import is_harmless, not_known, of_command
from policywright.analyzers.commands.words import literal
from policywright.analyzers.model import AMBIENT, Identity, SdkCall, Unresolved, UnresolvedCode
from policywright.analyzers.source import SourceFile
from policywright.knowledge.operations import Operations
from policywright.knowledge.regex import regex

_CODE = regex(
    r"python[\d.]*|pypy\d*|node|nodejs|ts-node|tsx|bun|deno|java|ruby|php|perl|dotnet|gunicorn|uvicorn|hypercorn|daphne"
    r"|celery|flask|django-admin|alembic|granian|uwsgi|nginx|supervisord|tini|dumb-init|gosu|su-exec|pm2|pm2-runtime"
)
"""Programs that run code of the project's, which is looked at by itself, or serve what it does."""


def read(source: SourceFile, operations: Operations) -> tuple[list[SdkCall], list[Unresolved]]:
    """The requests of a script, and what of it can't be told."""
    calls: list[SdkCall] = []
    unresolved: list[Unresolved] = []
    script = shell.Script(source.data)
    functions = script.functions()
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
    return calls, unresolved
