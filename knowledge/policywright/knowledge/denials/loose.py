"""CloudTrail events and decoded messages that are no JSON any more.

They were cut off, printed by Python, or broken by a logger.

The fields of interest are picked one by one. What is lost is the nesting, which only matters for the
request's parameters: of these the few that name a resource are kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from policywright.knowledge.denials.constants import in_code, in_program
from policywright.knowledge.denials.model import Span

_VALUE = r"[\"']\s*:\s*[\"']([^\"'\n]{1,2000})[\"']"


def _spelt(words: str, value: str) -> re.Pattern[str]:
    """A field by any spelling of its name: ``eventSource``, ``event_source``, *Event source*."""
    name = words.replace(" ", "[ _.]?")
    return re.compile(rf"\b(?i:{name})[\"'*`]{{0,3}}\s*[:=|]\s*(?:\[\s*)?[\"'*`]{{0,3}}{value}")


_PLAIN = r"([\w.:/ -]{1,200}\w)"
_SOURCE = _spelt("event (?:source|provider)", r"([a-z0-9.-]+\.amazonaws\.com)")
_FIELDS = {
    "eventName": _spelt("event (?:name|action)", r"([A-Z]\w{2,80})"),
    "awsRegion": _spelt("aws region", _PLAIN),
    "errorCode": _spelt("error code", r"([A-Z][\w.]{2,80})"),
    "recipientAccountId": _spelt("recipient account id", r"(\d{12})"),
    "eventType": _spelt("event type", _PLAIN),
}
_MESSAGE = _spelt("error message", r"([^\n]{1,3000})")
_ARN = _spelt("arn", r"(arn:aws[\w-]*:(?:iam|sts)::[^\"'`|\s,]+)")
_TYPE = re.compile(r"userIdentity[\"']\s*:\s*\{\s*[\"']type" + _VALUE)
_ACCOUNT = _spelt("account id", r"(\d{12})")
_INVOKER = re.compile(r"[\"']invokedBy" + _VALUE)
_FLAT = re.compile(
    r"^[ \t>*|`-]{0,8}requestParameters[._](\w{1,60})[\"'*`]{0,3}[ \t]*[:=|][ \t]*[\"'*`]{0,3}"
    r"([^\s\"'|`*][^\n\"'|`]{0,300})",
    re.MULTILINE,
)
"""The path of a parameter that a query or a console has printed on a line of its own."""
_NESTED = re.compile(
    r"^([ \t]*)requestParameters:[ \t]*\n((?:\1[ \t]+\w{1,60}: [^\n]*(?:\n|\Z))+)", re.MULTILINE
)
_ENTRY = re.compile(r"^[ \t]+(\w{1,60}): [\"']?([^\s\"'][^\n\"']{0,300})", re.MULTILINE)
"""The parameters as YAML."""
_HEADER = re.compile(r"^[^\n]*\bevent[ _]?name\b[^\n]*[,\t][^\n]*$", re.MULTILINE | re.IGNORECASE)
"""The names of columns that a query or a console has exported."""
_COLUMNS = {
    "eventname": "eventName",
    "eventsource": "eventSource",
    "awsregion": "awsRegion",
    "errorcode": "errorCode",
    "errormessage": "errorMessage",
    "recipientaccountid": "recipientAccountId",
}
_BLOCK = re.compile(r"\brequestParameters[\"'*`]{0,3}\s*:\s*\{([^{}]{0,4000})")
_PAIR = re.compile(rf"[\"'](\w{{1,60}}){_VALUE}")
"""The parameters as JSON, be it cut off within them."""
_BEFORE, _AFTER = 2500, 5000
_VERDICT = re.compile(r"[\"']explicitDeny[\"']\s*:\s*(true|false|True|False)")
_CONTEXT = re.compile(r"[\"']context[\"']\s*:\s*\{")
_DECODED = {name: re.compile(rf"[\"']{name}{_VALUE}") for name in ("arn", "action", "resource")}


def loose_decisions(text: str) -> Iterator[tuple[dict[str, Any], Span]]:
    """Each decoded authorization message that was cut off behind its context's first fields."""
    verdicts = list(_VERDICT.finditer(text))
    for index, verdict in enumerate(verdicts):
        limit = verdicts[index + 1].start() if index + 1 < len(verdicts) else len(text)
        limit = min(limit, verdict.end() + _AFTER)
        context = _CONTEXT.search(text, verdict.end(), limit)
        if context is None:
            continue
        found = {name: pattern.search(text, context.end(), limit) for name, pattern in _DECODED.items()}
        told = {name: match[1] for name, match in found.items() if match}
        end = max((match.end() for match in found.values() if match), default=context.end())
        inner = {"principal": {"arn": told.get("arn")}, **told}
        yield {"explicitDeny": verdict[1].lower() == "true", "context": inner}, (verdict.start(), end)


def loose_events(text: str) -> Iterator[tuple[dict[str, Any], Span]]:
    """Each event that still has its source, name and error code, with the place of these."""
    sources = list(_SOURCE.finditer(text))
    for index, source in enumerate(sources):
        begin = max(source.start() - _BEFORE, sources[index - 1].end() + _AFTER // 4 if index else 0, 0)
        begin = min(begin, source.start())
        end = min(source.end() + _AFTER, len(text))
        if index + 1 < len(sources):
            end = min(end, (source.end() + sources[index + 1].start()) // 2)
        found = {
            name: match for name, pattern in _FIELDS.items() if (match := pattern.search(text, begin, end))
        }
        fields = {name: match[1] for name, match in found.items()}
        if "eventName" not in fields or "errorCode" not in fields:
            continue
        places = [source.start(), *(found[name].start() for name in ("eventName", "errorCode"))]
        if in_code(text, min(places), max(places)) or in_program(text, min(places), max(places)):
            continue
        yield {**fields, **_rest(text, begin, source.start(), end), "eventSource": source[1]}, (begin, end)


def _rest(text: str, begin: int, middle: int, end: int) -> dict[str, Any]:
    message = _MESSAGE.search(text, begin, end)
    behind = text.find("userIdentity", middle, end)
    who = (begin, middle) if behind < 0 else (behind, end)
    arn, kind, invoker, account = (
        pattern.search(text, *who) for pattern in (_ARN, _TYPE, _INVOKER, _ACCOUNT)
    )
    nested, block = _NESTED.search(text, begin, end), _BLOCK.search(text, begin, end)
    parameters = {
        **{match[1]: match[2].strip() for match in _FLAT.finditer(text, begin, end)},
        **{match[1]: match[2].strip() for match in _ENTRY.finditer(nested[2] if nested else "")},
        **{match[1]: match[2].strip() for match in _PAIR.finditer(block[1] if block else "")},
    }
    return {
        "errorMessage": message[1] if message else "",
        "userIdentity": {
            "arn": arn[1] if arn else None,
            "type": kind[1] if kind else None,
            "invokedBy": invoker[1] if invoker else None,
            "accountId": account[1] if account else None,
        },
        "requestParameters": parameters,
    }


def exported_events(text: str) -> Iterator[tuple[dict[str, Any], Span]]:
    """Each event of a table whose columns have names, separated by commas or tabs."""
    for header in _HEADER.finditer(text):
        separator = "\t" if "\t" in header[0] else ","
        names = [name.strip().lower().replace(" ", "") for name in _cells(header[0], separator)]
        begin = header.end() + 1
        while begin < len(text):
            stop = text.find("\n", begin)
            stop = len(text) if stop < 0 else stop
            cells = _cells(text[begin:stop], separator)
            if len(cells) != len(names):
                break
            row = dict(zip(names, map(str.strip, cells), strict=True))
            event: dict[str, Any] = {_COLUMNS[name]: value for name, value in row.items() if name in _COLUMNS}
            event["userIdentity"] = {"arn": row.get("useridentity.arn") or row.get("useridentityarn")}
            if event.get("eventName") and event.get("errorCode"):
                yield event, (begin, stop)
            begin = stop + 1


def _cells(line: str, separator: str) -> list[str]:
    # A carriage return by itself, which a reader of rows takes for the end of one, is no more than a blank.
    try:
        return next(csv.reader([line.strip().replace("\r", " ")], delimiter=separator), [])
    except csv.Error:
        return []  # a cell that is longer than any of a table
