"""``validate``: findings about policies that people wrote, as data and as text.

The judging is ``policywright.knowledge.policy.lint``; here is reading the sources and saying what was found.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policywright.knowledge.records import dataclass
from policywright.server.errors import UserError
from policywright.server.kinds import Kind
from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.text import one_line, plural

if TYPE_CHECKING:
    from policywright.knowledge.policy.findings import Finding

_OPENING = re.compile(r"\s*\[\s*")
_BETWEEN = re.compile(r"\s*,\s*")
_CLOSING = re.compile(r"\s*\]\s*\Z")
_NOT_SPACE = re.compile(r"\S")

MAX_BYTES = 1_000_000
"""Far more than any policy: IAM's largest quota is 10,240 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A policy text and what to call it."""

    name: str
    text: str


def read_source(path: Path, *, name: str | None = None) -> Source:
    """The policy in a file, or on standard input for ``-``."""
    shown = name or str(path)
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError(f"{shown}: no such file") from error
    except OSError as error:
        raise UserError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise UserError(f"{shown}: larger than {MAX_BYTES} bytes, this is no policy")
    try:
        return Source(name=shown, text=data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: not UTF-8 text (byte {error.start})") from error


def validate(sources: Sequence[Source], kind: Kind = "identity") -> Json:
    """The findings of every source, as the published result."""
    documents = [document for source in sources for document in _documents(source)]
    findings = [(document.name, _lint(document.text, kind)) for document in documents]
    counts = Counter(finding.severity.value for _, found in findings for finding in found)
    return {
        "schema_version": SCHEMA_VERSION,
        "policies": [
            {"name": name, "findings": [_finding(finding) for finding in found]} for name, found in findings
        ],
        "counts": {severity: counts[severity] for severity in ("error", "warning", "info")},
    }


def _documents(source: Source) -> Iterator[Source]:
    """The policies of an array of them (``generate --format policy``), each where it stands in the text."""
    spans = _spans(source.text)
    if not spans:
        yield source
    for number, (start, end) in enumerate(spans):
        before, after = (_NOT_SPACE.sub(" ", part) for part in (source.text[:start], source.text[end:]))
        yield Source(name=f"{source.name}[{number}]", text=f"{before}{source.text[start:end]}{after}")


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the objects of an array stand; nothing for any other text, which is judged as a whole."""
    decoder = json.JSONDecoder()
    opening = _OPENING.match(text)
    found: list[tuple[int, int]] = []
    position = opening.end() if opening else len(text)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return []
        if not isinstance(value, dict):
            return []
        found.append((position, end))
        between = _BETWEEN.match(text, end)
        if between is None:
            return found if _CLOSING.match(text, end) else []
        position = between.end()
    return []


def _lint(text: str, kind: Kind) -> tuple[Finding, ...]:
    from policywright.knowledge.catalog import Catalog
    from policywright.knowledge.policy.lint import lint
    from policywright.knowledge.store import shared_store

    return lint(text, Catalog(shared_store()), kind)


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.where,
        "line": finding.line,
        "column": finding.column,
        "suggestion": finding.suggestion,
        "page": finding.page,
    }


def report_text(result: Json) -> str:
    """The result for a person: one line per finding, the way compilers do, and a closing line."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Json) -> Iterator[str]:
    for policy in result["policies"]:
        for finding in policy["findings"]:
            place = "".join(f":{finding[key]}" for key in ("line", "column") if finding[key] is not None)
            hint = f" (suggestion: {one_line(finding['suggestion'])})" if finding["suggestion"] else ""
            message = f"{finding['severity']}: {one_line(finding['message'])}{hint}"
            code = f"[{finding['code']} at {one_line(finding['path'])}]"
            yield f"{one_line(policy['name'])}{place}: {message} {code}"
    counts = result["counts"]
    found = [plural(number, severity) for severity, number in counts.items() if number]
    checked = plural(len(result["policies"]), "policy")
    yield f"{checked} checked: {', '.join(found) if found else 'no findings'}."


def has_findings(result: Json) -> bool:
    return any(result["counts"].values())
