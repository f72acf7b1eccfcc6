"""CloudTrail events and decoded messages that are no JSON any more.

They were cut off, printed by Python, or broken by a logger.

The fields of interest are picked one by one. What is lost is the nesting, which only matters for the
request's parameters: of these the few that name a resource are kept.
"""

from __future__ import annotations

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
_ARN = _spelt("arn", r"(arn:aws[\w-]*:(?:iam|sts)::[^\"'\s,]+)")
_TYPE = re.compile(r"userIdentity[\"']\s*:\s*\{\s*[\"']type" + _VALUE)
_INVOKER = re.compile(r"[\"']invokedBy" + _VALUE)
_FLAT = r"[ \t]*[:=|][ \t]*([^\s\"'|][^\n\"'|]{0,300})"
"""Behind the path of a field that a query or a console has printed on a line of its own."""
_PARAMETERS = {
    name: re.compile(
        rf"[\"']{name}{_VALUE}|^[ \t>*|-]{{0,8}}requestParameters[._]{name}{_FLAT}", re.MULTILINE
    )
    for name in (
        "bucketName", "key", "roleArn", "functionName", "tableName", "queueUrl", "secretId", "keyId",
        "topicArn", "roleName", "userName", "policyArn", "repositoryName", "streamName", "logGroupName",
    )
}  # fmt: skip
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
    arn, kind, invoker = (pattern.search(text, *who) for pattern in (_ARN, _TYPE, _INVOKER))
    parameters = {
        name: (match[1] or match[2]).strip()
        for name, pattern in _PARAMETERS.items()
        if (match := pattern.search(text, middle, end))
    }
    return {
        "errorMessage": message[1] if message else "",
        "userIdentity": {
            "arn": arn[1] if arn else None,
            "type": kind[1] if kind else None,
            "invokedBy": invoker[1] if invoker else None,
        },
        "requestParameters": parameters,
    }
