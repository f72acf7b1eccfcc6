"""Denials that services word in their own way: the table is ``wordings.toml``.

Named groups mean the same in every row: ``principal`` (an ARN), ``resource`` (an ARN), ``action``,
``op`` with ``svc``, ``ops`` (a list), ``label`` (a service), ``s3`` (a URI), ``bucket`` with
``key``, ``image``, ``queue``, ``role`` (a name), ``by`` (a service that calls: its principal, or its name),
``target`` (an ARN: what a service does with such a thing tells the action).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.literals import Scan
from policywright.knowledge.denials.locations import NOWHERE, Where, image_arn, places, queue_arn, s3_where
from policywright.knowledge.denials.masks import IN_BRACKETS
from policywright.knowledge.denials.model import (
    NOBODY,
    Finding,
    Fixable,
    PolicyType,
    Principal,
    PrincipalKind,
)
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.principal import SERVICE_PRINCIPALS, from_arn
from policywright.knowledge.records import dataclass, replace

WORDING = 12
"""Strength of a finding from a service's own wording: under the sentence, over a bare framing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One service's way to say it; ``from_call``: the actions are those of the call around it."""

    text: str
    actions: tuple[str, ...] = ()
    kind: PrincipalKind = "unknown"
    policy_type: PolicyType = "unknown"
    fixable: Fixable | None = None
    topic: str | None = None
    service: str | None = None
    from_call: bool = False
    by: str | None = None
    """The principal of the service that calls."""


_ACCOUNT = rf"(?:{IN_BRACKETS}|[^\s:/]{{1,60}})"
_ROLE = rf"(?P<principal>arn:aws[\w-]*:iam::{_ACCOUNT}:role/[\w+=,.@/-]+)"
_ASSUMED = rf"[\"']?(?P<resource>arn:aws[\w-]*:iam::{_ACCOUNT}:role/[\w+=,.@/-]*[\w+=@/-])[\"']?"

_ELIDED = ("\u2026", "...")
_BUCKET = r"(?:(?P<bucket>[a-z0-9][a-z0-9.-]+[a-z0-9])(?![\w*])|[<\[*\w][^\s,]{0,80}?)"
"""A bucket's name, or what is left of one that somebody masked."""
_PLACEHOLDERS = {"{ROLE}": _ROLE, "{ASSUMED}": _ASSUMED, "{BUCKET}": _BUCKET}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("wordings.toml").read_text(encoding="utf-8"))


@cache
def wordings() -> tuple[tuple[Scan, Wording], ...]:
    """The table of ``wordings.toml``, each row with its compiled pattern."""
    return tuple((_compiled(row), row) for row in map(_row, _table()["wording"]))


def _row(row: dict[str, Any]) -> Wording:
    return Wording(**{**row, "actions": tuple(row.get("actions", ()))})


def _compiled(row: Wording) -> Scan:
    text = row.text
    for name, pattern in _PLACEHOLDERS.items():
        text = text.replace(name, pattern)
    return Scan(re.sub(r" (?![?*+{])", r"\\s+", text))


def read_wordings(text: str, facts: Facts) -> Iterator[Finding]:
    """Every service-specific denial in ``text``."""
    for pattern, row in wordings():
        for match in pattern.finditer(text):
            finding = _finding(row, match, facts)
            if finding is not None:
                yield finding


def _finding(row: Wording, match: re.Match[str], facts: Facts) -> Finding | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    for name in groups:
        groups[name] = _to_its_quote(match, name)
    cut = [name for name in ("resource", "target") if name in groups and _is_cut(match, name)]
    arn = groups.get("principal", "").rstrip(".,")
    calls = groups.get("by", row.by)
    unnamed = Principal(kind=row.kind, name=groups.get("role")) if row.kind != "unknown" else NOBODY
    by = _calling(calls, facts) if calls else unnamed
    if by is None:
        return None  # whoever it is that assumes a role, no service of AWS
    principal = (from_arn(arn) if arn else None) or (replace(by, arn=arn) if arn else by)
    resource = None if cut else groups.get("resource") or groups.get("target")
    actions, service = _actions(row, groups, resource, facts)
    if "op" in groups and not actions and not facts.services_with(groups["op"]):
        return None  # the form of such a message, with words of somebody's own
    where = _place(groups, actions, facts)
    return Finding(
        span=match.span(),
        principal=principal,
        actions=actions,
        resource=where.resource or resource or _nothing(actions, facts),
        within=where.within,
        policy_type=row.policy_type,
        fixable=row.fixable,
        service=service,
        operation=groups.get("op"),
        topic=row.topic or ("from-call" if row.from_call and not actions else None),
        strength=WORDING if actions else WORDING - 4,
    )


def _to_its_quote(match: re.Match[str], name: str) -> str:
    """What a group has, with the rest of it below, where a width broke it within its quotes."""
    value, start, end = match[name], *match.span(name)
    quote = match.string[start - 1 : start]
    if not value.startswith("arn:") or quote not in ("'", '"', "`"):
        return value
    below = _BELOW.match(match.string, end)
    return value + below["rest"] if below is not None and below["quote"] == quote else value


_BELOW = re.compile(r"\n[ \t]{0,40}(?P<rest>[\w+=,.@/:-]{1,200})(?P<quote>[\"'`])")


def _is_cut(match: re.Match[str], name: str) -> bool:
    """Whether what a group has goes on where somebody left the rest away."""
    end = match.end(name)
    return (
        match[name].endswith(_ELIDED)
        or match.string.startswith(_ELIDED, end)
        or _GOES_ON.match(match.string, end) is not None
    )


_GOES_ON = re.compile(r":[\w/*<\[]")
"""What no name has, and more of it: an ARN that was put into another one."""


def _calling(words: str, facts: Facts) -> Principal | None:
    """The service that words name, or end with the name of."""
    if words.endswith((".com", ".com.cn")):
        return Principal(kind="service", name=words)
    label = words.split()
    named = (facts.service_named(" ".join(label[first:])) for first in range(len(label)))
    service = next((name for name in named if name is not None), None)
    if words.islower() and service not in SERVICE_PRINCIPALS:
        return None  # an account, a user, a role: words that are names of services, too
    return Principal(kind="service", name=SERVICE_PRINCIPALS.get(service)) if service else None


def _nothing(actions: tuple[str, ...], facts: Facts) -> str | None:
    return "*" if actions and all(map(facts.on_everything, actions)) else None


def _actions(
    row: Wording, groups: dict[str, str], resource: str | None, facts: Facts
) -> tuple[tuple[str, ...], str | None]:
    if "action" in groups:
        return _of_name(groups["action"], facts)
    if "target" in groups:
        prefix = groups["target"].split(":")[2]
        return tuple(_table()["delivers"].get(prefix, ())), prefix
    if "op" in groups:
        named = _service(groups["svc"], facts) if "svc" in groups else _sole(groups["op"], facts)
        service = row.service or named or ""
        return _call(service, groups["op"], facts), service or None
    if "ops" in groups and resource is not None:
        prefix = resource.split(":")[2]
        names = [name for name in re.split(r"[\s,]+", groups["ops"]) if name not in ("", "and", "or")]
        return tuple(facts.canonical(f"{prefix}:{name}") or f"{prefix}:{name}" for name in names), prefix
    if "label" in groups:
        return (), facts.service_named(groups["label"])
    return row.actions, row.service or (row.actions[0].partition(":")[0] if row.actions else None)


def _of_name(action: str, facts: Facts) -> tuple[tuple[str, ...], str]:
    """An action as it is printed, or those of the operation of this name (*Set* is the Java SDK's)."""
    service, _, operation = action.partition(":")
    service = service.lower()
    if (known := facts.canonical(action)) is not None:
        return (known,), service
    if facts.is_beginning(action):
        return (), service  # the rest was cut off
    for name in (operation, re.sub("^[Ss]et", "Put", operation)):
        if found := facts.actions_of(service, name):
            return found, service
    return (action,), service


def _sole(operation: str, facts: Facts) -> str | None:
    """The one service that has an operation of such a name."""
    found = facts.services_meant(operation)
    return found[0] if len(found) == 1 else None


def _service(words: str, facts: Facts) -> str | None:
    """The service that words begin with; what goes on behind it is another sentence."""
    label = words.split()
    named = (facts.service_named(" ".join(label[:count])) for count in range(len(label), 0, -1))
    return next((name for name in named if name is not None), None)


def _call(service: str, operation: str, facts: Facts) -> tuple[str, ...]:
    found = facts.actions_of(service, operation)
    if found:
        return found
    name = facts.canonical(f"{service}:{operation}") if service else None
    return (name or f"{service}:{operation}",) if service else ()


def _place(groups: dict[str, str], actions: tuple[str, ...], facts: Facts) -> Where:
    if "s3" in groups:
        uri = groups["s3"].rstrip(".,;:)")
        found = places(Surroundings(uri), 0, len(uri))
        return s3_where(found[0].bucket, found[0].key, actions, facts) if found else NOWHERE
    if "bucket" in groups:
        return s3_where(groups["bucket"], groups.get("key"), actions, facts)
    if "queue" in groups:
        return Where(resource=queue_arn(groups["queue"]))
    return Where(resource=image_arn(groups["image"])) if "image" in groups else NOWHERE
