"""What shows that a Java file has to do with AWS; see ``gate``."""

from __future__ import annotations

from policywright.analyzers.gate import Gate
from policywright.analyzers.languages.java.aws import addresses, libraries, names, streams, tokens
from policywright.analyzers.sdk import tracing
from policywright.knowledge.regex import regex


def spelled(name: str) -> tuple[str, ...]:
    """Methods are called like operations, with a small first letter; paginators have a name of their own."""
    api = name[:1].upper() + name[1:]
    return tuple(dict.fromkeys((api, api.removesuffix("Paginator"), api.removesuffix("Async"))))


GATE = Gate(
    sdk=tuple(
        root.encode()
        for root in (names.V2, names.V1, *libraries.ROOTS, *tracing.ROOTS, tokens.JMS, streams.ROOT)
    ),
    signs=lambda: addresses.SIGNS,
    launching=(
        b"ProcessBuilder",
        b"ServerParameters",
        b"StdioMcpTransport",
        b"commons.exec",
        b"ProcessExecutor",
        b"getRuntime",
        b"Class.forName",
        b"loadClass",
        b"getEngineByName",
        b"ServiceLoader",
        b"loadLibrary",
        b"System.load(",
        b"Native.load",
    ),
    named=regex(rb"[.:]([a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*){3,})\b"),
    # A consumer of the request's builder: ``ses.sendEmail(b -> b.source(from))``.
    passed=regex(rb"\.\s*([a-z]\w*)\s*\(\s*\(?\w+\)?\s*->\s*\{?\s*\w+\s*\.\s*([a-z]\w*)\s*\("),
    # Builders and fields have their own case.
    cased=False,
    spelled=spelled,
)
