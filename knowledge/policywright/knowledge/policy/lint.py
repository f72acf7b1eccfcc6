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
    lint_keys,
    lint_trust,
    lint_values,
    minimise,
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
    *lint_keys.CHECKS,
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
        yield reading.finding(Code.QUOTA, message, suggestion="split it", check=_QUOTA_CHECKS[kind])
    elif kind == "identity" and limit is None and count > quota.QUOTAS["managed"]:
        message = (
            f"{count:,} characters without white space: too long for a managed policy "
            f"({quota.QUOTAS['managed']:,}), fits inline in a role ({quota.QUOTAS['role']:,})"
        )
        yield reading.finding(
            Code.QUOTA, message, suggestion="split it", severity=Severity.WARNING, check=_QUOTA_CHECKS[kind]
        )
    elif kind == "trust" and limit is None and count > quota.TRUST:
        message = f"{count:,} characters without white space; more than {quota.TRUST:,} need a raised quota"
        yield reading.finding(
            Code.QUOTA, message, suggestion="split it", severity=Severity.WARNING, check=_QUOTA_CHECKS[kind]
        )


_IDENTITY: Final = "general-warning-policy-size-exceeds-identity-policy-quota"
_RESOURCE: Final = "general-warning-policy-size-exceeds-resource-policy-quota"
_QUOTA_CHECKS: Final[Mapping[PolicyKind, str]] = {
    "identity": _IDENTITY,
    "boundary": _IDENTITY,
    "session": _IDENTITY,
    "trust": "general-warning-policy-size-exceeds-role-trust-policy-quota",
    "scp": "error-policy-size-exceeds-scp-quota",
    "rcp": "error-policy-size-exceeds-rcp-quota",
    "resource": _RESOURCE,
    "vpce": _RESOURCE,
}


def _sids(subjects: list[Subject]) -> Iterator[Finding]:
    seen: dict[str, Subject] = {}
    for subject in subjects:
        sid = subject.statement.sid
        if sid and sid in seen:
            message = f'the Sid "{sid}" is already used by an earlier statement'
            mild = subject.kind in ("resource", "vpce")
            yield subject.finding(
                Code.DUPLICATE_SID,
                message,
                (*subject.path, "Sid"),
                severity=Severity.WARNING if mild else None,
                check="general-warning-unique-sids-recommended" if mild else None,
            )
        elif sid:
            seen[sid] = subject


def _redundant(subjects: list[Subject]) -> Iterator[Finding]:
    """Statements that another statement of the same effect covers whole."""
    made = [(subject, statements.rule_of(subject.statement.data())) for subject in subjects]
    rules = [(subject, rule) for subject, rule in made if rule is not None]
    for index, other_index in minimise.covered([rule for _, rule in rules]).items():
        subject, (other_subject, other) = rules[index][0], rules[other_index]
        message = f"another statement ({other.sid or path_text(other_subject.path)}) already covers this one"
        yield subject.finding(Code.REDUNDANT_STATEMENT, message, suggestion="remove it")
