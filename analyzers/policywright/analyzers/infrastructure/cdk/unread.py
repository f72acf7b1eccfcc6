"""What grants something in a CDK application whose language is not read before it is synthesised.

Java, Kotlin, C# and Go: each call of a grant method, or one that adds statements or managed policies, is a
problem at its line. What it gives, and to whom, is known once the application is synthesised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.model import Problem, ProblemCode
from policywright.analyzers.model import Span
from policywright.analyzers.source import SourceFile

MAX_SHOWN = 20
"""Calls that are said one by one."""
_LIBRARY = re.compile(r"software\.amazon\.awscdk|Amazon\.CDK|aws-cdk-go/awscdk")
_TESTS = re.compile(r"(?:^|/)(?:tests?|[\w.-]*\.Tests)/|_test\.go$")
_SKIPPED = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_NAME = r"[A-Za-z_]\w*(?:\(\))?"
_CALL = re.compile(
    rf"(?P<on>{_NAME}(?:\s*\.\s*{_NAME})*)\s*\.\s*"
    r"(?P<method>[gG]rant(?:[A-Z]\w*)?|[aA]ddTo(?:Role|Principal|ExecutionRole|TaskRole)?Policy"
    r"|[aA]ddManagedPolicy|[aA]ttachInlinePolicy)\s*\((?P<given>[^()\n]{0,60}\))?"
)
"""Grant methods by how they are called, and what adds to policies. Source: aws-cdk-lib, aws-iam (``Grant``,
``IPrincipal``, ``IRole``)."""


def shown(application: Application) -> Iterator[Problem]:
    """The calls of an application, in order of files and lines."""
    calls = [
        (source, text, found)
        for source, text in _sources(application)
        for found in _CALL.finditer(_SKIPPED.sub(_blank, text))
    ]
    for source, text, found in calls[:MAX_SHOWN]:
        given = text[slice(*found.span("given"))] or "...)"
        call = f"{''.join(found['on'].split())}.{found['method']}({given}"
        detail = f"what {call} gives can't be told before it is synthesised"
        yield Problem(
            code=ProblemCode.UNKNOWN_POLICY,
            span=_span(source, text, found.start("on"), found.end()),
            detail=detail,
        )
    if len(calls) > MAX_SHOWN:
        source, text, found = calls[MAX_SHOWN]
        detail = f"{len(calls) - MAX_SHOWN} further calls give what can't be told before it is synthesised"
        span = _span(source, text, found.start("on"), found.end())
        yield Problem(code=ProblemCode.UNKNOWN_POLICY, span=span, detail=detail)


def _sources(application: Application) -> Iterator[tuple[SourceFile, str]]:
    """The sources that are about the CDK."""
    for name in application.unread:
        text = application.files.text(name) or ""
        if _LIBRARY.search(text) and not _TESTS.search(name):
            yield SourceFile(name, name, text.encode()), text


def _blank(found: re.Match[str]) -> str:
    """What is no code, as much of nothing, on as many lines."""
    return "".join(one if one in '\n"' else " " for one in found[0])


def _span(source: SourceFile, text: str, start: int, end: int) -> Span:
    return source.span(*(len(text[:at].encode()) for at in (start, end)))
