"""Findings of ``check`` as SARIF 2.1.0, the format of code scanning.

OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0": one run, a rule per kind of
finding, a result per finding at its place in the template, with the lines of code as related locations. What
could not be told are notifications of the invocation.
"""

from __future__ import annotations

from urllib.parse import quote

from policywright.analyzers.model import Span
from policywright.server import __version__
from policywright.server.checking import BLOCKED, MISSING, UNUSED, Checked, Finding, Ignored, summary_line
from policywright.server.published import Json

_RULES: tuple[tuple[str, str, str, str], ...] = (
    (MISSING, "MissingPermission", "error", "A role lacks a permission that its code needs."),
    (BLOCKED, "BlockedPermission", "error", "A deny or boundary takes away what code needs."),
    (UNUSED, "UnusedPermission", "warning", "A role has a permission that no code of it needs."),
)
_LEVELS = {code: level for code, _, level, _ in _RULES}
_INDEX = {code: index for index, (code, *_) in enumerate(_RULES)}


def sarif(checked: Checked) -> Json:
    """The log with one run."""
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "policywright",
                        "semanticVersion": __version__,
                        "rules": [_rule(*row) for row in _RULES],
                    }
                },
                "invocations": [_invocation(checked)],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "results": [
                    *(_result(one, checked.home) for one in checked.findings),
                    *(_suppressed(one, checked.home) for one in checked.ignored),
                ],
            }
        ],
    }


def _invocation(checked: Checked) -> Json:
    """Whether anything was checked, and what could not be told: no results are not always good ones."""
    notes = [
        {
            "level": "note",
            "message": {"text": f"not known: {detail}"},
            "locations": [_location(file, {"startLine": line}, checked.home)],
        }
        for file, line, detail in checked.open
    ]
    if checked.nothing:
        notes.append({"level": "error", "message": {"text": summary_line(checked)}})
    return {"executionSuccessful": not checked.nothing, "toolExecutionNotifications": notes}


def _rule(code: str, name: str, level: str, text: str) -> Json:
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": level},
    }


def _suppressed(ignored: Ignored, home: str) -> Json:
    kind = "inSource" if ignored.written else "external"
    suppression = {"kind": kind, "justification": ignored.reason}
    return {**_result(ignored.finding, home), "suppressions": [suppression]}


def _result(finding: Finding, home: str) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": _LEVELS[finding.code],
        "message": {"text": finding.message},
        "locations": [_place(finding.span, home)],
        "partialFingerprints": {"policywright/v1": finding.fingerprint(home)},
    }
    if finding.places:
        result["relatedLocations"] = [
            {
                "id": number,
                **_place(place, home),
                "message": {"text": f"needs {', '.join(finding.actions)}"},
            }
            for number, place in enumerate(finding.places)
        ]
    return result


def _place(span: Span, home: str) -> Json:
    return _location(span.file, {"startLine": span.line, "startColumn": span.column}, home)


def _location(file: str, region: Json, home: str) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(home + file), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
    }
