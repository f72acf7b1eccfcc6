"""What ``check`` finds: roles that lack what their code needs, and with ``unused`` roles that have more.

The published result is ``schema_version`` 1, described by ``schema/check-v1.json``.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.model import Span, Unresolved
from policywright.knowledge.records import dataclass
from policywright.server.diffs import (
    Line,
    actions_text,
    held_text,
    left_text,
    lines_of,
    places_text,
    shown_all,
)
from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.text import one_line, plural
from policywright.server.verdict import is_unchecked

MISSING = "missing-permission"
UNUSED = "unused-permission"
BLOCKED = "blocked-permission"

_MAX_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement between a role and its code. ``span`` is where the template would change.

    ``actions`` on ``resources`` are what is missing, or what is held and not needed as it is.
    """

    code: str
    role: str
    template: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    message: str
    span: Span
    places: tuple[Span, ...] = ()
    """Lines of code that need the permission."""
    in_statement: bool = False
    """``span`` is a statement, all of it, and not what the role belongs to."""

    def fingerprint(self, home: str) -> str:
        """What keeps its identity when lines move; ``home`` is where names start, from the repository on."""
        import hashlib

        parts = (self.code, home + self.template, self.role, *self.actions, *self.resources)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A finding that is known and left, and why; ``written`` is the comment that says so."""

    finding: Finding
    reason: str
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings, and what they rest on."""

    findings: tuple[Finding, ...]
    roles: int
    open: tuple[tuple[str, int, str], ...]
    """What could not be told: file, line, and why."""
    unchecked: int = 0
    """Roles of which no code was found, or of which it is not known what they have."""
    elsewhere: int = 0
    """Of these, those of which it is not known what they have."""
    ignored: tuple[Ignored, ...] = ()
    gone: int = 0
    """Findings of the baseline that are no longer there."""
    home: str = ""
    """Where names start, from the repository's root on."""

    @property
    def nothing(self) -> bool:
        """Nothing could be checked."""
        return self.roles == self.unchecked


def check(analysis: Analysis, *, unused: bool = False) -> Checked:
    """The findings of an analysis that has templates or a policy to compare with."""
    infrastructure = analysis.infrastructure
    if infrastructure is None:
        return Checked(findings=(), roles=0, open=())
    findings = [one for diff in infrastructure.roles for one in _role(diff, unused=unused)]
    unresolved = [(one.span.file, one.span.line, _counted(one)) for one in analysis.unresolved]
    problems = [(one.span.file, one.span.line, one.detail) for one in infrastructure.problems]
    return Checked(
        findings=tuple(findings),
        roles=len(infrastructure.roles),
        open=tuple(dict.fromkeys((*unresolved, *sorted(problems)))),
        unchecked=sum(map(is_unchecked, infrastructure.roles)),
        elsewhere=sum(diff.unknown for diff in infrastructure.roles),
    )


def _counted(item: Unresolved) -> str:
    return f"{item.detail} ({plural(len(item.places), 'place')})" if item.places else item.detail


def _role(diff: RoleDiff, *, unused: bool) -> Iterator[Finding]:
    references = references_of(diff.needs.stack)
    for line in lines_of(diff, "added", "widened"):
        yield _finding(MISSING, diff, line, references)
    for line in lines_of(diff, "narrowed", "removed") if unused else ():
        yield _finding(UNUSED, diff, line, references)
    for note in diff.notes:
        if note.endswith("which the code needs"):
            yield Finding(
                code=BLOCKED,
                role=diff.needs.id,
                template=diff.needs.stack.name,
                actions=(),
                resources=(),
                message=f"{diff.needs.id}: {note}",
                span=_place(diff),
            )


def _finding(code: str, diff: RoleDiff, line: Line, references: References) -> Finding:
    id, change = diff.needs.id, line.first
    spans = tuple(dict.fromkeys(one.span for each in line.to or line.changes for one in each.reasons))
    found = [change.resources or change.before] if code == MISSING else [one.before for one in line.changes]
    resources = tuple(dict.fromkeys(one for values in found for one in shown_all(values, references)))
    places = places_text([one for values in found for one in values], references)
    if code == MISSING:
        where = "" if change.kind == "added" else ", which it has only on other resources"
        message = f"{id} lacks {change.action} on {places}{where}"
    elif line.kind == "narrowed" and change.grant is not None:
        held = held_text(change.grant, references)
        message = f"{id} has {held}; its code needs only {left_text(line, references)}"
    elif change.grant is not None and change.grant.policy is not None:
        message = f"{id} has {change.grant.policy}; {change.detail}"
    else:
        message = f"{id} has {actions_text(line.changes)} on {places}; {change.detail}"
    return Finding(
        code=code,
        role=id,
        template=diff.needs.stack.name,
        actions=tuple(dict.fromkeys(one.action for one in line.changes)),
        resources=resources,
        message=message,
        span=change.span or _place(diff),
        places=spans,
        in_statement=change.span is not None,
    )


def _place(diff: RoleDiff) -> Span:
    needs = diff.needs
    return needs.attach_to.span or needs.workloads[0].span


def check_json(checked: Checked) -> Json:
    """The findings as published."""
    return {
        "schema_version": SCHEMA_VERSION,
        "findings": [_finding_json(one, checked) for one in checked.findings],
        "ignored": [{**_finding_json(one.finding, checked), "reason": one.reason} for one in checked.ignored],
        "roles": checked.roles,
        "unchecked": checked.unchecked,
        "unresolved": [{"file": file, "line": line, "detail": detail} for file, line, detail in checked.open],
    }


def _finding_json(one: Finding, checked: Checked) -> Json:
    return {
        "code": one.code,
        "role": one.role,
        "template": one.template,
        "actions": list(one.actions),
        "resources": list(one.resources),
        "message": one.message,
        "file": one.span.file,
        "line": one.span.line,
        "places": [{"file": place.file, "line": place.line} for place in one.places],
        "fingerprint": one.fingerprint(checked.home),
    }


def check_text(checked: Checked) -> str:
    """A short report: a line for each finding, then the count."""
    lines = []
    for one in checked.findings:
        lines.append(f"{one.span.file}:{one.span.line}: {one.code}: {one.message}{because(one)}")
    for file, line, detail in checked.open:
        lines.append(f"{file}:{line}: not known: {detail}")
    lines.append(summary_line(checked))
    return "\n".join(one_line(line) for line in lines) + "\n"


def because(finding: Finding, home: str = "") -> str:
    """`` (app.py:12, app.py:20)``: the lines of code that need the permission, or nothing."""
    places = [f"{home}{place.file}:{place.line}" for place in finding.places[:_MAX_PLACES]]
    more = len(finding.places) - len(places)
    return f" ({', '.join(places)}{f' and {more} more' if more else ''})" if places else ""


def summary_line(checked: Checked) -> str:
    """``4 roles checked, 2 findings``."""
    if not checked.roles:
        return "nothing was checked: no template with roles was found"
    roles = plural(checked.roles, "role")
    if checked.unchecked:
        roles = f"{checked.roles - checked.unchecked} of {roles}"
    found = plural(len(checked.findings), "finding") if checked.findings else "no findings"
    known = f", {len(checked.ignored)} ignored" if checked.ignored else ""
    gone = f", {checked.gone} of the baseline no longer there" if checked.gone else ""
    return f"{roles} checked, {found}{known}{gone}"
