"""What an assistant gets when it asks which permissions code needs: the same in both forms, and lean in both.

Some clients give the model the structured result, others the text. So each is enough by itself: what changes
or is needed with the line that says why, what is open, and how to ask for more. ``build_answer`` makes the
structured form (``schema/answer-v1.json``), ``answer_text`` writes the same as text. As much is told as
fits: the richest of ``_LEVELS`` for which neither form is longer than the limit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.model import Policy, Reason
from policywright.knowledge.isolation import heard
from policywright.knowledge.policy import quota
from policywright.knowledge.records import dataclass, replace
from policywright.server.diffs import KINDS, Line, is_right, lines_of, patch_text, role_names, tally
from policywright.server.leftout import LeftOut, left_out
from policywright.server.pages import LONG, PAGE, SHORT, clipped, weight
from policywright.server.published import SCHEMA_VERSION, Json, Settings, may_need, plain_document
from policywright.server.rendering import left_open
from policywright.server.rendering.diff import change_line, kept_lines
from policywright.server.rendering.headline import headline, policies_apart
from policywright.server.text import fenced, few, one_line, plural
from policywright.server.verdict import open_ends
from policywright.server.words import spoken

_PER_FUNCTION = 100
"""Characters more for each function, between ``SHORT`` and ``LONG``."""
_FILES_PER_FUNCTION = 20
_BASE = 1_800
_LINE = 220
"""A line that is longer is cut: names in code may be of any length."""
_BRIEF = 130
_OF_ONE = 1_000
"""The same of a role that was asked about."""
_NAME = 80
_DANGERS = 20
"""Different ways to more permissions; their kinds are few."""
_NAMED = 12
"""Roles that are named where there is no room to say what changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How much is told: at most so many of each, and how permissions without templates are put together."""

    changes: int
    """Changes of each role, a line each; 0: all of them in one line, without resources."""
    brief: bool = False
    """Without what stays although it is more than is needed, and with short lines."""
    roles: int
    """Roles, or policies."""
    lines: int
    """Lines for the permissions of all policies."""
    by: str
    open: int
    """Entries of each kind of open question."""


_LEVELS = (
    _Level(changes=40, roles=40, lines=40, by="action", open=5),
    _Level(changes=12, roles=40, lines=60, by="statement", open=5),
    _Level(changes=5, roles=60, lines=40, by="statement", open=4),
    _Level(changes=4, brief=True, roles=60, lines=40, by="statement", open=4),
    _Level(changes=3, brief=True, roles=60, lines=40, by="statement", open=2),
    _Level(changes=1, brief=True, roles=60, lines=40, by="statement", open=1),
    _Level(changes=0, roles=100, lines=60, by="service", open=4),
    _Level(changes=0, roles=100, lines=100, by="name", open=1),
    _Level(changes=0, roles=60, lines=100, by="name", open=1),
    _Level(changes=0, roles=40, lines=40, by="name", open=1),
    _Level(changes=0, roles=20, lines=20, by="name", open=1),
    _Level(changes=0, roles=8, lines=8, by="name", open=1),
)


def limit_of(analysis: Analysis) -> int:
    """How long the answer may be, by the size of the project."""
    roles = len(analysis.infrastructure.roles) if analysis.infrastructure is not None else 0
    functions = max(roles, analysis.files_analysed // _FILES_PER_FUNCTION)
    return min(max(SHORT, _BASE + _PER_FUNCTION * functions), LONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What every level is made from, found out once."""

    analysis: Analysis
    settings: Settings
    uri: str | None
    said: Json
    """What all levels have in common."""
    lines: tuple[tuple[Line, ...], ...]
    """The changes of each role."""
    apart: tuple[Policy, ...]
    """Policies that are no role's."""
    patch: str
    open: dict[str, list[str]]
    """Open questions of each kind."""
    is_of_one: bool
    """Whether one role was asked about."""

    @property
    def width(self) -> int:
        """Of the line of a change."""
        return _OF_ONE if self.is_of_one else _LINE


def _facts(
    analysis: Analysis, settings: Settings, uri: str | None, idle: Sequence[str], *, is_of_one: bool
) -> _Facts:
    infrastructure = analysis.infrastructure
    patches = () if infrastructure is None else infrastructure.patches
    return _Facts(
        analysis=analysis,
        settings=settings,
        uri=uri,
        said={
            "schema_version": SCHEMA_VERSION,
            "summary": headline(analysis, settings),
            "complete": not open_ends(analysis),
            **({"no_effect": list(idle)} if idle else {}),
            **_besides(settings),
        },
        lines=()
        if infrastructure is None
        else tuple(tuple(lines_of(diff, *KINDS)) for diff in infrastructure.roles),
        apart=policies_apart(analysis),
        patch="" if infrastructure is None else patch_text(infrastructure),
        open={
            "edited": [clipped(one_line(line), _LINE) for one in patches for line in one.said],
            "not_edited": [clipped(one_line(line), _LINE) for one in patches for line in one.refused],
            "may_need": [clipped(line, _LINE) for line in _may_need(analysis)],
            "unresolved": [clipped(line, _LINE) for line in _unresolved(analysis)],
            "skipped": [clipped(line, _LINE) for line in _skipped(analysis)],
        },
        is_of_one=is_of_one,
    )


def _besides(settings: Settings) -> Json:
    """What a deployment's answer begins with at every level: the dangers that are left."""
    first = settings.besides.first if settings.besides is not None else ()
    lines = [clipped(one_line(line), 2 * _LINE) for section in first for line in section.lines]
    left = len(lines) - _DANGERS
    return (
        {"escalation": [*lines[:_DANGERS], *([f"... and {left} more"] if left > 0 else ())]} if lines else {}
    )


def build_answer(
    analysis: Analysis,
    settings: Settings,
    *,
    uri: str | None = None,
    role: str | None = None,
    idle: Sequence[str] = (),
) -> Json:
    """The structured form; ``uri`` is where the whole report is, ``role`` the one that was asked about.

    ``idle`` is what is said of arguments without effect.
    """
    limit = limit_of(analysis) if role is None else PAGE
    facts = _facts(analysis, settings, uri, idle, is_of_one=role is not None)
    answer: Json = {}
    for level in _LEVELS:
        answer = _told(facts, level)
        if _size(answer) <= limit:
            break
    _add_whole(answer, facts, limit, always=role is not None)
    return answer


def _size(answer: Json) -> int:
    """The weight of the heavier form."""
    return max(weight(json.dumps(answer, ensure_ascii=False)), weight(answer_text(answer)))


def _told(facts: _Facts, level: _Level) -> Json:
    analysis = facts.analysis
    answer: Json = dict(facts.said)
    if facts.lines:
        assert analysis.infrastructure is not None
        answer |= _roles(analysis.infrastructure.roles, facts, level)
    if facts.apart or not facts.lines:
        answer["policies"] = list(_policies(facts.apart[: level.roles], facts.settings, level))
        hidden = len(facts.apart) - level.roles
        answer |= {"more_policies": f"{hidden} more policies"} if hidden > 0 else {}
    for name, lines in facts.open.items():
        answer |= _some(name, lines, level.open)
    answer["more"] = list(_more(facts))
    if facts.uri is not None:
        answer["report"] = f"{facts.uri}/report.json"
    return answer


def _some(name: str, lines: Iterable[str], most: int) -> Json:
    """A list of lines under its name, cut with a word about the rest; nothing where there are none."""
    every = [clipped(line, _LINE) for line in lines]
    if not every:
        return {}
    # A line that says that there is one more is as long as the one.
    return {name: every if len(every) <= most + 1 else [*every[:most], f"... and {len(every) - most} more"]}


# --- with templates: what changes per role ---


def _roles(roles: tuple[RoleDiff, ...], facts: _Facts, level: _Level) -> Json:
    """The changes of each role that has some, by its name, and the names of the others."""
    names = role_names(roles)
    told: dict[str, list[str]] = {}
    same: dict[str, list[str]] = {"as_it_should_be": [], "not_all_known": []}
    for number, (full, diff, every) in enumerate(zip(names, roles, facts.lines, strict=True)):
        lines = list(_role(diff, every, level, facts.width))
        name = clipped(one_line(full), _NAME)
        if lines:
            told[f"{name} ({number})" if name in told else name] = lines
        else:
            same["as_it_should_be" if is_right(diff) else "not_all_known"].append(name)
    found: Json = {"roles": dict(list(told.items())[: level.roles])}
    if len(told) > level.roles:
        others = few(list(told)[level.roles :], _NAMED)
        found["more_roles"] = clipped(f"{len(told) - level.roles} more roles change: {others}", 2 * _LINE)
    for what, roles_alike in same.items():
        found |= _some(what, roles_alike, level.roles)
    return found


def _role(diff: RoleDiff, every: tuple[Line, ...], level: _Level, width: int) -> Iterator[str]:
    heard()
    most, width = level.changes, _BRIEF if level.brief else width
    lines = [line for line in every if line.kind != "kept"]
    if not most:
        yield from _in_short(lines)
        return
    references = references_of(diff.needs.stack)
    for line in lines[:most]:
        yield clipped(one_line(change_line(line, references)), width)
    if len(lines) > most:
        yield f"... and {tally(lines[most:])}"
    if not level.brief:
        kept = list(kept_lines([line for line in every if line.kind == "kept"], references))
        yield from (clipped(one_line(line), width) for line in kept[:most])
        yield from (clipped(f"note: {one_line(note)}", _LINE) for note in diff.remarks)
    if not diff.needs.complete and lines:
        yield "? not all of its code is known"


def _in_short(lines: list[Line]) -> Iterator[str]:
    """``+ sqs:SendMessage, sns:Publish (app.py:12 and 1 more); ~ AmazonS3FullAccess``."""
    said = []
    for sign, kinds in (("+", ("added", "widened")), ("~", ("narrowed",)), ("-", ("removed",))):
        alike = [line for line in lines if line.kind in kinds]
        if not alike:
            continue
        names = [
            line.first.grant.policy or _names(line.first.grant.actions, 2)
            if line.first.grant is not None
            else _names([change.action for change in line.changes], 2)
            for line in alike
        ]
        reasons = [reason for line in alike for change in line.changes for reason in change.reasons]
        where = _places(reasons, 1) if sign == "+" else ""
        said.append(f"{sign} {few(list(dict.fromkeys(names)), 3)}{where}")
    if said:
        yield clipped(one_line("; ".join(said)), _LINE)


# --- without: what is needed ---


def _policies(policies: tuple[Policy, ...], settings: Settings, level: _Level) -> Iterator[Json]:
    room = max(1, level.lines // max(len(policies), 1))
    for policy in policies:
        entry: Json = {"name": clipped(one_line(policy.name), _NAME)}
        target = policy.attach_to
        if target.name is not None or target.kind == "access-key":
            whom = f"{target.kind} {target.name}"
            if target.kind == "access-key":
                whom = f"whoever the access keys in {target.name or 'the code'} belong to"
            entry["for"] = clipped(one_line(whom), _LINE)
        named = replace(settings, place=replace(settings.place, names=policy.names))
        lines = list(_needs(policy, named, level.by))
        entry |= _some("needs", lines, room)
        yield entry


def _needs(policy: Policy, settings: Settings, by: str) -> Iterator[str]:
    """``s3:GetObject on arn:aws:s3:::inbox/* (app.py:12)``; more in one line where there are many."""
    if by in ("service", "name"):
        yield from _by_service(policy, settings, brief=by == "name")
        return
    for statement in policy.statements:
        grants = [policy.grants[index] for index in statement.grants]
        condition = (
            f" if {', '.join(key for _, key, _ in statement.conditions)}" if statement.conditions else ""
        )
        if by == "action":
            for grant in grants:
                where = few(resource_texts(grant.resources, settings.place))
                yield one_line(f"{grant.action} on {where}{condition}{_places(grant.reasons)}")
        else:
            where = few(resource_texts(statement.resources, settings.place))
            reasons = [reason for grant in grants for reason in grant.reasons]
            yield one_line(f"{_names(statement.actions)} on {where}{condition}{_places(reasons)}")


def _by_service(policy: Policy, settings: Settings, *, brief: bool) -> Iterator[str]:
    services: dict[str, list[str]] = {}
    wheres: dict[str, dict[str, None]] = {}
    for grant in policy.grants:
        service = grant.action.partition(":")[0]
        services.setdefault(service, []).append(grant.action)
        wheres.setdefault(service, {}).update(dict.fromkeys(resource_texts(grant.resources, settings.place)))
    for service, actions in services.items():
        found = list(dict.fromkeys(actions))
        where = "" if brief else f" on {few(list(wheres[service]), most=1)}"
        yield one_line(f"{_names(found, most=8)}{where}")


def _names(actions: Iterable[str], most: int = 6) -> str:
    """``s3:GetObject, PutObject and 3 more``: the service is named once."""
    found = list(dict.fromkeys(actions))
    shown = []
    before = ""
    for action in found[:most]:
        service, _, name = action.partition(":")
        shown.append(name if service == before else action)
        before = service
    return ", ".join(shown) + (f" and {len(found) - most} more" if len(found) > most else "")


def _places(reasons: Iterable[Reason], most: int = 2) -> str:
    every = list(reasons)
    places = list(dict.fromkeys(f"{reason.span.file}:{reason.span.line}" for reason in every))
    if not places:
        return ""
    guess = ", inferred" if all(reason.certainty == "inferred" for reason in every) else ""
    return f" ({few(places, most)}{guess})"


# --- what is open ---


def _may_need(analysis: Analysis) -> Iterator[str]:
    for alike in left_open.of_one_case(may_need(analysis.may_need)):
        reasons = [reason for item in alike for reason in item.reasons]
        actions = _names([item.action for item in alike])
        yield one_line(f"{actions}{_places(reasons, 1)} if {alike[0].when}")


def _unresolved(analysis: Analysis) -> Iterator[str]:
    for where, item in left_open.causes(analysis.unresolved):
        yield one_line(f"{where} {item.code.value}{left_open.places_of(item)}: {item.detail}")
    problems = analysis.infrastructure.problems if analysis.infrastructure is not None else ()
    for where, problem in left_open.problems(problems):
        yield one_line(f"{where} {problem.code.value}: {problem.detail}")


def _skipped(analysis: Analysis) -> Iterator[str]:
    files = (LeftOut(item.file, item.code.value, item.detail) for item in analysis.skipped)
    for item in left_out(files):
        detail = f", {spoken(item.detail)}" if item.detail else ""
        yield one_line(f"{item.file}{item.more}: {item.code}{detail}")


def _more(facts: _Facts) -> Iterator[str]:
    """How to ask for what is not told."""
    if facts.lines and not facts.is_of_one:
        yield "role=NAME: all about one role, with its whole patch"
    elif len(facts.apart) > 1:
        yield "role=NAME: all about one policy"
    if facts.patch:
        where = f", also {facts.uri}/patch.diff" if facts.uri is not None else ""
        yield f"format=diff: the patch of the templates ({plural(facts.patch.count(chr(10)), 'line')}){where}"
    last = facts.settings.besides.last if facts.settings.besides is not None else ()
    if last:
        yield clipped(one_line(f"format=markdown: {'; '.join(section.title for section in last)}"), _LINE)
    if facts.analysis.policies:
        yield "action=NAME: why it is needed, with call chain and rule"
        yield "format=policy: the documents"


# --- what is given whole, or not at all ---


def _add_whole(answer: Json, facts: _Facts, limit: int, *, always: bool) -> None:
    """Adds the patch, and the documents, where they fit; the patch that was asked for fits always."""
    more = answer.pop("more")
    whole: dict[str, object] = {"patch": facts.patch} if facts.patch else {}
    # Beside a patch, a document would say the same in other words: ARNs for the template's references.
    if not facts.lines or (always and not facts.patch):
        documents = [plain_document(policy, facts.settings.place) for policy in facts.analysis.policies]
        whole |= {"documents": documents} if documents else {}
        if any(quota.size(document) > quota.QUOTAS["managed"] for document in documents):
            answer["too_large"] = f"over the {quota.QUOTAS['managed']} characters of a managed policy"
    for name, value in whole.items():
        if (always and name == "patch") or _size({**answer, name: value, "more": more}) <= limit:
            answer[name] = value
            told = {"patch": "format=diff", "documents": "format=policy"}[name]
            more = [line for line in more if not line.startswith(told)]
    answer["more"] = more


# --- the other form ---

_TITLES = {
    "escalation": "Ways to more permissions:",
    "edited": "Edited:",
    "not_edited": "Not edited:",
    "may_need": "May be needed, not granted:",
    "unresolved": "Not resolved:",
    "skipped": "Not read:",
}


def answer_text(answer: Mapping[str, object]) -> str:
    """The structured form as text: everything that is in it, for clients that show only this."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Mapping[str, object]) -> Iterator[str]:
    yield str(answer["summary"])
    yield from _items(answer, "no_effect")
    inside = list(_inside(answer))
    if inside:
        yield from fenced(inside, "text")
    for document in _items(answer, "documents"):
        yield from fenced([json.dumps(document, ensure_ascii=False)], "json")
    if "patch" in answer:
        yield from fenced(str(answer["patch"]).rstrip("\n").split("\n"), "diff")
    yield from _items(answer, "more")
    if "report" in answer:
        yield f"Everything: {answer['report']}"


def _inside(answer: Mapping[str, object]) -> Iterator[str]:
    """What may have names of the project in it, and so is shown as it is."""
    yield from _titled(answer, "escalation")
    roles = answer.get("roles")
    for name, lines in roles.items() if isinstance(roles, dict) else ():
        yield f"{name}:"
        yield from (f"  {line}" for line in lines)
    if "more_roles" in answer:
        yield f"... and {answer['more_roles']}"
    if same := _items(answer, "as_it_should_be"):
        yield f"As it should be: {', '.join(same)}"
    if same := _items(answer, "not_all_known"):
        yield f"No change known, but not all is known of: {', '.join(same)}"
    for policy in _items(answer, "policies"):
        yield f"{policy['name']}{' for ' + policy['for'] if 'for' in policy else ''}:"
        yield from (f"  {line}" for line in policy.get("needs", ()))
    for name in ("more_policies", "too_large"):
        if name in answer:
            yield f"({answer[name]})"
    for name in _TITLES:
        if name != "escalation":
            yield from _titled(answer, name)


def _titled(answer: Mapping[str, object], name: str) -> Iterator[str]:
    if lines := _items(answer, name):
        yield _TITLES[name]
        yield from (f"  {line}" for line in lines)


def _items(answer: Mapping[str, object], name: str) -> list[Any]:
    found = answer.get(name)
    return found if isinstance(found, list) else []
