"""``policywright validate``: everything that can be said about one policy document.

In comes text, bytes or plain data and the catalog; out come findings, in the order of the text.
``parse`` has the grammar, ``lint_form``, ``lint_trust`` and ``lint_values`` the checks that need no
catalog, ``lint_actions`` and ``lint_conditions`` those that do; here the document as a whole is judged and
all are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from policywright.knowledge.isolation import attempt
from policywright.knowledge.policy import (
    lint_actions,
    lint_conditions,
    lint_form,
    lint_trust,
    lint_values,
    minimise,
    patterns,
    quota,
    statements,
)
from policywright.knowledge.policy.findings import RULES, Code, Finding, Severity, path_text
from policywright.knowledge.policy.lint_subject import CatalogView, PolicyKind, Subject
from policywright.knowledge.policy.parse import Reading, read
from policywright.knowledge.policy.variables import VERSION_WITH_VARIABLES

Check = Callable[[Subject], Iterator[Finding]]
CHECKS: Final[tuple[Check, ...]] = (
    *lint_form.CHECKS, *lint_actions.CHECKS, *lint_conditions.CHECKS, *lint_trust.CHECKS, *lint_values.CHECKS,
)  # fmt: skip
_ORDER: Final = tuple(RULES)


def lint(
    source: str | bytes | Mapping[str, Any],
    catalog: CatalogView,
    kind: PolicyKind = "identity",
    *,
    limit: int | None = None,
) -> tuple[Finding, ...]:
    """Findings of a document of this ``kind``; ``limit`` replaces the kind's own size limit."""
    reading = read(source)
    found = list(reading.findings)
    if isinstance(reading.data, Mapping):
        subjects = [
            Subject(reading=reading, catalog=catalog, kind=kind, path=path, statement=statement)
            for path, statement in reading.statements()
        ]
        for subject in subjects:
            for check in CHECKS:
                found.extend(attempt(partial(_checked, check, subject), partial(_failed, subject)))
        found.extend(_document(reading, kind, limit))
        found.extend(_sids(subjects))
        found.extend(_redundant(subjects))
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _checked(check: Check, subject: Subject) -> list[Finding]:
    return list(check(subject))


def _failed(subject: Subject, why: str) -> list[Finding]:
    return [subject.finding(Code.INTERNAL, why)]


def _place(finding: Finding) -> tuple[int, int, tuple[str, ...], int]:
    # Documents given as data have no lines: their paths decide, list indexes as numbers.
    path = tuple(f"{part:08}" if isinstance(part, int) else part for part in finding.path)
    return finding.line or 0, finding.column or 0, path, _ORDER.index(finding.code)


def _document(reading: Reading, kind: PolicyKind, limit: int | None) -> Iterator[Finding]:
    if "Version" not in reading.data:
        message = "Version is missing, so the rules of 2008 apply and policy variables are plain text"
        yield reading.finding(
            Code.MISSING_VERSION, message, suggestion=f'"Version": "{VERSION_WITH_VARIABLES}"'
        )
    allowed = limit if limit is not None else quota.DOCUMENT_LIMITS[kind]
    count = quota.size(reading.data)
    if count > allowed:
        message = f"{count:,} characters without white space; the limit is {allowed:,}"
        yield reading.finding(Code.QUOTA, message, suggestion="split it")
    elif kind == "identity" and limit is None and count > quota.QUOTAS["managed"]:
        message = (
            f"{count:,} characters without white space: too long for a managed policy "
            f"({quota.QUOTAS['managed']:,}), fits inline in a role ({quota.QUOTAS['role']:,})"
        )
        yield reading.finding(Code.QUOTA, message, suggestion="split it", severity=Severity.WARNING)


def _sids(subjects: list[Subject]) -> Iterator[Finding]:
    seen: dict[str, Subject] = {}
    for subject in subjects:
        sid = subject.statement.sid
        if sid and sid in seen:
            message = f'the Sid "{sid}" is already used by an earlier statement'
            yield subject.finding(Code.DUPLICATE_SID, message, (*subject.path, "Sid"))
        elif sid:
            seen[sid] = subject


class _Wide:
    """Finds the few rules that may cover one, by its actions, its resources or its conditions."""

    def __init__(self, rules: list[statements.Rule]) -> None:
        self._actions, self._resources = patterns.ByHead(), patterns.ByHead()
        self._open: list[int] = []
        self._conditions: dict[tuple[str, str, str], list[int]] = {}
        for index, rule in enumerate(rules):
            self._add(self._actions, index, rule.actions)
            self._add(self._resources, index, rule.resources)
            # Of a condition that is implied by another one, these have a value in common.
            first = rule.conditions[0] if rule.conditions else ("", "", ())
            if not first[2]:
                self._open.append(index)
            for value in first[2]:
                self._conditions.setdefault((first[0], first[1].lower(), value), []).append(index)

    def _add(self, heads: patterns.ByHead, index: int, selection: statements.Selection | None) -> None:
        plain = selection is not None and not selection.negated
        for value in selection.values if selection is not None and plain else ("*",):
            heads.add(index, value)

    def may_cover(self, rule: statements.Rule) -> list[int]:
        """Their numbers, in order."""
        found = set(self._open)
        for operator, key, values in rule.conditions:
            found.update(*(self._conditions.get((operator, key.lower(), value), ()) for value in values))
        by_action = self._actions.may_cover(_first(rule.actions))
        by_resource = self._resources.may_cover(_first(rule.resources))
        return min(sorted(found), by_action, by_resource, key=len)


def _first(selection: statements.Selection | None) -> str:
    """One of the values that all have to be covered; nothing where only what takes everything can."""
    return selection.values[0] if selection is not None and not selection.negated and selection.values else ""


def _redundant(subjects: list[Subject]) -> Iterator[Finding]:
    """Statements that another statement of the same effect covers whole."""
    made = [(subject, statements.rule_of(subject.statement.data())) for subject in subjects]
    rules = [(subject, rule) for subject, rule in made if rule is not None]
    wide = _Wide([rule for _, rule in rules])
    for index, (subject, rule) in enumerate(rules):
        for other_index in wide.may_cover(rule):
            other_subject, other = rules[other_index]
            if index == other_index or not minimise.covers_rule(other, rule):
                continue
            if minimise.covers_rule(rule, other) and index < other_index:
                continue  # equal statements: the later one is redundant
            name = other.sid or path_text(other_subject.path)
            message = f"another statement ({name}) already covers this one"
            yield subject.finding(Code.REDUNDANT_STATEMENT, message, suggestion="remove it")
            break
