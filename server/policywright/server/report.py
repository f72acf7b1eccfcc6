"""The published result of ``generate``: ``schema_version`` 1, described by ``schema/report-v1.json``.

The dictionaries made here are the contract with other programs; internal types may change, these may only
grow. The same dictionary is the ``structuredContent`` of the MCP tool.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import condition_data, resource_texts
from policywright.analyzers.model import Grant, MayNeed, NotGranted, Policy, Skipped, Span, Unresolved
from policywright.knowledge.isolation import heard
from policywright.knowledge.policy import quota
from policywright.knowledge.records import replace
from policywright.server.published import (
    SCHEMA_VERSION,
    Json,
    Settings,
    attach_json,
    may_need,
    plain_document,
    reasons,
)


def build_report(analysis: Analysis, settings: Settings) -> Json:
    """The whole report, in the key order of the schema."""
    return {
        "schema_version": SCHEMA_VERSION,
        "policies": [_policy(policy, settings) for policy in analysis.policies],
        "grants": [
            grant
            for index, policy in enumerate(analysis.policies)
            for grant in _grants(policy, index, settings)
        ],
        "may_need": [_may_need(item, settings) for item in may_need(analysis.may_need)],
        "not_granted": [_not_granted(item) for item in analysis.not_granted],
        "unresolved": [_unresolved(item) for item in analysis.unresolved] + _problems(analysis),
        "files": {
            "analysed": analysis.files_analysed,
            "skipped": [_skipped(item) for item in analysis.skipped],
        },
        "diff": _diff(analysis, settings),
        "knowledge": {
            "catalog": settings.knowledge.get("catalog"),
            "operations": settings.knowledge.get("operations"),
            "refreshed": settings.knowledge.get("refreshed"),
        },
    }


def _policy(policy: Policy, settings: Settings) -> Json:
    heard()
    plain = plain_document(policy, settings.place)
    return {
        "name": policy.name,
        "attach_to": attach_json(policy.attach_to),
        "document": plain,
        "characters": quota.size(plain),
    }


def _grants(policy: Policy, index: int, settings: Settings) -> Iterable[Json]:
    heard()
    statement_of: dict[int, int] = {}
    for number, statement in enumerate(policy.statements):
        for grant_index in statement.grants:
            statement_of.setdefault(grant_index, number)
    named = replace(settings, place=replace(settings.place, names=policy.names))
    for grant_index, grant in enumerate(policy.grants):
        yield {
            **_permission(grant, named),
            "policy": index,
            "statement": statement_of.get(grant_index),
            "reasons": reasons(grant.reasons, settings),
        }


def _permission(item: Grant | MayNeed, settings: Settings) -> Json:
    return {
        "action": item.action,
        "resources": resource_texts(item.resources, settings.place),
        "condition": condition_data(item.conditions, settings.place),
    }


def _may_need(item: MayNeed, settings: Settings) -> Json:
    return {
        **_permission(item, settings),
        "when": item.when,
        "reasons": reasons(item.reasons, settings),
    }


def _not_granted(item: NotGranted) -> Json:
    return {
        "operation": item.operation,
        "code": item.code,
        "file": item.span.file,
        "line": item.span.line,
    }


_MAX_PLACES = 5


def _unresolved(item: Unresolved) -> Json:
    return {
        "code": item.code.value,
        "file": item.span.file,
        "line": item.span.line,
        "detail": item.detail,
        "could_be": list(item.could_be),
        **_counted(item.places),
    }


def _problems(analysis: Analysis) -> list[Json]:
    """What could not be told about the templates."""
    if analysis.infrastructure is None:
        return []
    from policywright.server.gathering import gathered

    return [
        {
            "code": problem.code.value,
            "file": problem.span.file,
            "line": problem.span.line,
            "detail": problem.detail,
            "could_be": [],
            **_counted(places if len(places) > 1 else ()),
        }
        for places, problem in gathered(analysis.infrastructure.problems)
    ]


def _counted(places: tuple[Span, ...]) -> Json:
    """How many places a cause has, and the first of them."""
    if not places:
        return {}
    shown = [{"file": place.file, "line": place.line} for place in places[:_MAX_PLACES]]
    return {"count": len(places), "places": shown}


def _diff(analysis: Analysis, settings: Settings) -> Json | None:
    if analysis.infrastructure is None:
        return None
    from policywright.server.diffs import build_diff

    return build_diff(analysis.infrastructure, settings)


def _skipped(item: Skipped) -> Json:
    return {"file": item.file, "code": item.code.value}
