"""Findings of ``check`` that people know and leave: a comment beside the line, or a baseline.

A comment stands at the statement or at the function of a template, or at the line of code that needs the
permission, and says why (``# policywright: ignore[s3:PutObject] the bucket policy allows it``), or it counts
for nothing. A baseline is a file with the findings of a day (``--write-baseline``): only others fail then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.server.bounded import read_bounded
from policywright.server.checking import Checked, Finding, Ignored
from policywright.server.errors import UserError
from policywright.server.lines import Lines
from policywright.server.published import SCHEMA_VERSION, Json, dump

_COMMENT = re.compile(
    r"(?:#|//|/\*|--)\s*policywright:\s*ignore(?:\[(?P<what>[^\]]*)\])?"
    r"\s*(?::|-+|because)?\s*(?P<why>.*?)\s*(?:\*/)?\s*$"
)
_ONLY_COMMENT = re.compile(r"\s*(?:#|//|/\*|\*)")
_MAX_FILE = 16_000_000
_NO_REASON = "a comment that says what to ignore and not why counts for nothing"


def suppressed(checked: Checked, start: str, baseline: Mapping[str, str] | None) -> Checked:
    """The findings without those that are to be left; names of files start at the directory ``start``."""
    comments = _Comments(start)
    known = dict(baseline or {})
    left: list[Finding] = []
    ignored: list[Ignored] = []
    for finding in checked.findings:
        why = comments.why(finding)
        fingerprint = finding.fingerprint(checked.home)
        if why is not None:
            ignored.append(Ignored(finding=finding, reason=why, written=True))
        elif fingerprint in known:
            ignored.append(Ignored(finding=finding, reason="in the baseline", written=False))
        else:
            left.append(finding)
        known.pop(fingerprint, None)
    return replace(
        checked,
        findings=tuple(left),
        ignored=tuple(ignored),
        gone=len(known),
        open=(*checked.open, *((file, line, _NO_REASON) for file, line in sorted(comments.unreasoned))),
    )


class _Comments:
    """The comments of the files that findings lie in."""

    def __init__(self, start: str) -> None:
        self._lines = Lines(start, _MAX_FILE)
        self.unreasoned: set[tuple[str, int]] = set()

    def why(self, finding: Finding) -> str | None:
        """The reason to leave a finding: at its statement, at its role, or at each line that needs it."""
        last = finding.span.end_line if finding.in_statement else finding.span.line
        found = self._at(finding, finding.span, last)
        if found is not None:
            return found
        reasons = [self._at(finding, place, place.end_line) for place in finding.places]
        given = [reason for reason in reasons if reason is not None]
        return given[0] if given and len(given) == len(reasons) else None

    def _at(self, finding: Finding, span: Span, last: int) -> str | None:
        for number, text in self._near(span, last):
            found = _COMMENT.search(text)
            if found is None or not _is_about(finding, found["what"]):
                continue
            if found["why"]:
                return found["why"]
            self.unreasoned.add((span.file, number))
        return None

    def _near(self, span: Span, last: int) -> Iterator[tuple[int, str]]:
        """The lines of a span, and the comments right above it."""
        lines = self._lines.of(span.file)
        for number in range(span.line, min(last, len(lines)) + 1):
            yield number, lines[number - 1]
        above = span.line - 1
        while 0 < above <= len(lines) and _ONLY_COMMENT.match(lines[above - 1]):
            yield above, lines[above - 1]
            above -= 1


def _is_about(finding: Finding, what: str | None) -> bool:
    """Whether a comment's list names a finding's kind, or all of its actions."""
    if what is None:
        return True
    patterns = [part.strip().lower() for part in what.split(",") if part.strip()]
    kinds = {finding.code, finding.code.removesuffix("-permission")}
    if kinds & set(patterns):
        return True
    return bool(finding.actions) and all(
        any(fnmatchcase(action.lower(), pattern) for pattern in patterns) for action in finding.actions
    )


# --- baselines ---

MAX_BASELINE = 50_000_000
"""Bytes: a finding has some hundred."""


def read_baseline(name: str) -> dict[str, str]:
    """The findings of a baseline: fingerprint -> message. Raises ``UserError``."""
    if not Path(name).exists():
        raise UserError(f"--baseline {name}: no such file; --write-baseline makes it")
    found = read_bounded(name, MAX_BASELINE)
    if found is None:
        raise UserError(f"--baseline {name}: cannot be read, or has more than {MAX_BASELINE:,} bytes")
    try:
        read = json.loads(found)
    except (ValueError, RecursionError) as error:
        raise UserError(f"--baseline {name}: no JSON ({error})") from error
    if not isinstance(read, dict) or not isinstance(read.get("findings"), list):
        raise UserError(
            f"--baseline {name}: not a baseline that --write-baseline made: no list of `findings`"
        )
    if read.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise UserError(
            f"--baseline {name}: of version {read['schema_version']!r}, and {SCHEMA_VERSION!r} is read here; "
            "--write-baseline writes it anew"
        )
    known: dict[str, str] = {}
    for number, one in enumerate(read["findings"], 1):
        if not isinstance(one, dict) or not isinstance(one.get("fingerprint"), str):
            raise UserError(f"--baseline {name}: finding {number} has no `fingerprint`")
        known[one["fingerprint"]] = str(one.get("message", ""))
    return known


def baseline_text(findings: Iterable[Finding], home: str) -> str:
    """A baseline with these findings, in an order that makes small diffs."""
    entries: list[Json] = [
        {"fingerprint": one.fingerprint(home), "code": one.code, "role": one.role, "message": one.message}
        for one in findings
    ]
    entries.sort(key=lambda entry: (entry["role"], entry["code"], entry["message"]))
    return dump({"schema_version": SCHEMA_VERSION, "findings": entries})
