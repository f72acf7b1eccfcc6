"""``--format markdown``: policy and reasons, for a person to read.

A table per policy says which line needs what; lists after it say what may be needed, what could not be
resolved, what needs no permission and which files were left out. The document itself comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, resource_texts, text
from policywright.analyzers.model import UNRESOLVED_ADVICE, AttachTo, Grant, Policy, Reason, Span, Unresolved
from policywright.knowledge.policy import quota
from policywright.knowledge.records import replace
from policywright.server.leftout import LeftOut, left_out
from policywright.server.published import Section, Settings, plain_document
from policywright.server.rendering import left_open
from policywright.server.text import block, cell, code_span, json_text, plural, prose, worded
from policywright.server.verdict import nothing_needed

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.application import Infrastructure

_MAX_PLACES = 5
"""Places listed for one permission, unless ``--explain`` asks for all."""


def render(analysis: Analysis, settings: Settings) -> str:
    lines = list(_lines(analysis, settings))
    return "\n".join(lines) + "\n"


def _lines(analysis: Analysis, settings: Settings) -> Iterator[str]:
    besides = settings.besides
    for section in besides.first if besides is not None else ():
        yield from (f"# {worded(section.title)}", "", *_besides(section), "")
    if analysis.infrastructure is not None:
        yield from _changes(analysis.infrastructure)
    if not analysis.policies:
        yield prose(nothing_needed(analysis))
    for index, policy in enumerate(analysis.policies):
        if index:
            yield ""
        yield from _policy(policy, settings)
    yield from _section("May be needed", [*_may_need(analysis, settings)])
    yield from _section("Not resolved", _unresolved(analysis))
    yield from _section("No permission needed", _not_granted(analysis))
    yield from _section("Skipped files", _skipped(analysis))
    yield ""
    yield f"{plural(analysis.files_analysed, 'file')} analysed."
    for section in besides.last if besides is not None else ():
        yield from _section(worded(section.title), list(_besides(section)))


def _besides(section: Section) -> Iterator[str]:
    yield from (f"- {worded(line)}" for line in section.lines)
    if section.document is not None:
        yield from block(json_text(section.document, indent=2), "json").split("\n")


def _changes(infrastructure: Infrastructure) -> Iterator[str]:
    """The diff: what changes per role, then the patch of the templates."""
    from policywright.server.diffs import patch_text
    from policywright.server.rendering.diff import MARKDOWN, role_lines

    yield "# Changes"
    yield ""
    for diff in infrastructure.roles:
        head, *rest = role_lines(diff, MARKDOWN)
        yield f"- {head}"
        yield from (f"  - {line.strip()}" for line in rest)
    for one in infrastructure.patches:
        yield from (f"- edited: {prose(line)}" for line in one.said)
        yield from (f"- not edited: {prose(line)}" for line in one.refused)
    patch = patch_text(infrastructure)
    if patch:
        yield ""
        yield from block(patch, "diff").split("\n")
    problems = [f"- {location(problem.span)} {prose(problem.detail)}" for problem in infrastructure.problems]
    yield from _section("Not known of the templates", problems)
    yield ""


def _section(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"## {title}"
        yield ""
        yield from items


def _policy(policy: Policy, settings: Settings) -> Iterator[str]:
    document = plain_document(policy, settings.place)
    yield f"# Policy {code_span(policy.name)}"
    yield ""
    target = attach_line(policy.attach_to)
    if target:
        yield f"{target}"
        yield ""
    yield from block(json_text(document, indent=2), "json").split("\n")
    yield ""
    limit = quota.QUOTAS["managed"]
    yield f"{quota.size(document)} characters of the {limit} that a managed policy may have."
    yield ""
    yield "| Action | Resource | Needed by |"
    yield "| --- | --- | --- |"
    named = replace(settings, place=replace(settings.place, names=policy.names))
    for grant in policy.grants:
        yield _row(grant, named)


def attach_line(target: AttachTo) -> str:
    """What the policy is for, as a sentence; empty where nothing is known."""
    if target.kind == "access-key":
        read = f" that {code_span(target.name)} holds" if target.name is not None else " in the code"
        return f"For whoever the access keys{read} belong to."
    nouns = {"lambda": "Lambda function", "task": "task", "role": "role", "federated-user": "federated user"}
    noun = nouns.get(target.kind)
    if noun is None or target.name is None:
        return ""
    where = f" ({location(target.span)})" if target.span else ""
    return f"For the {noun} {code_span(target.name)}{where}."


def location(span: Span) -> str:
    """``app.py:12`` as a code span."""
    return code_span(f"{span.file}:{span.line}")


def _row(grant: Grant, settings: Settings) -> str:
    resources = "<br>".join(code_span(pattern) for pattern in resource_texts(grant.resources, settings.place))
    columns = (
        code_span(grant.action),
        resources + _condition(grant, settings.place),
        _places(grant.reasons, settings),
    )
    return "| " + " | ".join(cell(column) for column in columns) + " |"


def _condition(grant: Grant, place: Place) -> str:
    lines = (
        (key, operator, ", ".join(code_span(text(value, place)) for value in values))
        for operator, key, values in grant.conditions
    )
    return "".join(f"<br>if {code_span(key)} {prose(operator)} {shown}" for key, operator, shown in lines)


def _places(reasons: Sequence[Reason], settings: Settings) -> str:
    limit = None if settings.explain else _MAX_PLACES
    shown = "<br>".join(_reason(reason, settings) for reason in reasons[:limit])
    hidden = len(reasons) - len(reasons[:limit])
    return f"{shown}<br>and {hidden} more" if hidden else shown


def _reason(reason: Reason, settings: Settings) -> str:
    shown = f"{location(reason.span)} {prose(reason.detail or reason.operation)}"
    if reason.certainty == "inferred":
        shown += " (inferred)"
    if settings.explain:
        chain: tuple[str, ...] = getattr(reason, "chain", ())
        source: str | None = getattr(reason, "source", None)
        if chain:
            shown += f"; reached through {' > '.join(code_span(name) for name in chain)}"
        if source:
            shown += f"; source: {prose(source)}"
    return shown


def _may_need(analysis: Analysis, settings: Settings) -> Iterator[str]:
    """A line for each case: most of a deployment's are that something is taken out of a template."""
    for by_resources, when, lines in left_open.cases(analysis, settings.place):
        what = "; ".join(
            f"{', '.join(map(code_span, actions))} on {', '.join(map(code_span, where))}"
            for where, actions in by_resources.items()
        )
        yield f"- {what}, if {prose(when)} ({', '.join(map(location, lines[:_MAX_PLACES]))})"


def _unresolved(analysis: Analysis) -> list[str]:
    lines = []
    for item in analysis.unresolved:
        could_be = ", ".join(code_span(name) for name in item.could_be)
        lines.append(
            f"- {location(item.span)} {prose(item.detail)}"
            + (f"; could be {could_be}" if could_be else "")
            + _hanging(item)
            + f". To settle it: {UNRESOLVED_ADVICE[item.code]}."
        )
    return lines


def _hanging(item: Unresolved) -> str:
    """The places that have the cause in common."""
    if not item.places:
        return ""
    shown = ", ".join(location(place) for place in item.places[:_MAX_PLACES])
    more = len(item.places) - _MAX_PLACES
    return f"; {len(item.places)} places: {shown}" + (f" and {more} more" if more > 0 else "")


def _not_granted(analysis: Analysis) -> list[str]:
    return [
        f"- {code_span(item.operation)} at {location(item.span)} ({prose(item.code)})"
        for item in analysis.not_granted
    ]


def _skipped(analysis: Analysis) -> list[str]:
    skipped = (LeftOut(item.file, item.code.value, item.detail) for item in analysis.skipped)
    return [
        f"- {code_span(item.file)}{item.more}: {item.code}"
        + (f", {prose(item.detail)}" if item.detail else "")
        for item in left_out(skipped)
    ]
