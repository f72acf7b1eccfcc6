"""What every published result is made of: its version, its pieces, and the settings they are written with.

``report`` and ``diffs`` put the pieces together. Other programs read what comes out: these may only grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policywright.analyzers.assembly import NOWHERE, Place, document
from policywright.analyzers.model import AttachTo, MayNeed, Policy, Reason
from policywright.knowledge.records import dataclass, field, replace
from policywright.server.text import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

SCHEMA_VERSION = "1"

Json: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Something to read besides policies: lines, or a document."""

    title: str
    lines: tuple[str, ...] = ()
    document: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What an answer for people has besides an analysis: of a deployment, who deploys, and the dangers."""

    headline: str
    first: tuple[Section, ...] = ()
    """Before all policies."""
    last: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What renderers need besides the analysis itself."""

    place: Place = NOWHERE
    """What the user said about where the code runs."""
    explain: bool = False
    """Add the call chain and the source of each rule to the reasons."""
    max_reasons: int | None = None
    """Reasons listed per grant; ``None`` lists all."""
    color: bool = False
    """For a terminal that shows colours."""
    start: str | None = None
    """The directory in which names of files start, for what shows their lines."""
    knowledge: Mapping[str, str | None] = field(default_factory=dict)
    besides: Besides | None = None


def plain_document(policy: Policy, place: Place) -> Json:
    """The policy as IAM takes it."""
    return document(policy, place.region, place.account, place.partition)


def dump(data: Any) -> str:
    """JSON text as this program prints it everywhere."""
    return json_text(data, indent=2) + "\n"


def attach_json(target: AttachTo) -> Json:
    """What a policy attaches to, as JSON."""
    span = target.span
    where = None if span is None else {"file": span.file, "line": span.line, "column": span.column}
    return {"kind": target.kind, "name": target.name, "span": where}


def may_need(items: Iterable[MayNeed]) -> list[MayNeed]:
    """What may be needed, each once: whose policy it would be in is not shown. What hardly is needed is left
    out."""
    alike: dict[object, list[MayNeed]] = {}
    for item in items:
        if item.unlikely:
            continue
        alike.setdefault((item.action, item.resources, item.conditions, item.when), []).append(item)
    return [
        replace(same[0], reasons=tuple(dict.fromkeys(reason for item in same for reason in item.reasons)))
        for same in alike.values()
    ]


def reasons(items: Sequence[Reason], settings: Settings) -> list[Json]:
    """The reasons for one grant, as many as the settings ask for."""
    return [_reason(item, settings) for item in items[: settings.max_reasons]]


def _reason(reason: Reason, settings: Settings) -> Json:
    result: Json = {
        "code": reason.code,
        "operation": reason.operation,
        "certainty": reason.certainty,
        "file": reason.span.file,
        "line": reason.span.line,
        "column": reason.span.column,
        "detail": reason.detail,
    }
    if settings.explain:
        result["chain"] = list(reason.chain)
        result["source"] = reason.source
    return result
