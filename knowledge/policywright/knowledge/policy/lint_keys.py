"""Checks of what a condition is good for: keys that hold nobody, values that are anybody's, idle ones.

``lint_conditions`` asks whether keys and operators exist and go together, ``lint_values`` if values can be.
Most rows are checks of Access Analyzer's reference, which each finding names.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Final

from policywright.knowledge.policy import variables
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.global_keys import stem
from policywright.knowledge.policy.lint_conditions import key_type
from policywright.knowledge.policy.lint_subject import Subject, has_wildcard
from policywright.knowledge.policy.located import Path
from policywright.knowledge.policy.operators import Family, Quantifier, Use
from policywright.knowledge.policy.reach import KEY_SERVICES

_KEYS_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
_SENSITIVE: Final = """
    aws:principalaccount aws:principalorgid aws:resourceaccount aws:resourceorgid aws:sourceaccount
    aws:sourceorgid aws:sourcevpc aws:sourcevpce aws:vpceaccount aws:vpceorgid
    """
SENSITIVE: Final = frozenset(_SENSITIVE.split())
"""Keys in which a wildcard has no use (the page of the global keys, "Sensitive condition keys")."""
_SAID_BY_CALLERS: Final = ("aws:referer", "aws:useragent")
_PAIRED: Final = {"aws:vpcsourceip": ("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn")}
_SET_BY: Final = {
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    "sts:sourceidentity": "sts:SetSourceIdentity",
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    "sts:transitivetagkeys": "sts:TagSession",
    "aws:requesttag": "sts:TagSession",
}
"""What a request to assume a role has only with the permission to set it."""
_GITHUB: Final = "token.actions.githubusercontent.com"
_OF_PRINCIPAL: Final = (
    "aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths",
    "aws:principaltag",
)  # fmt: skip
_OF_SOURCE: Final = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
_TAGS: Final = ("aws:resourcetag", "aws:requesttag", "aws:tagkeys")
_NOT_OF_RESOURCES: Final = ("s3:resourceaccount",)


def keys_used(subject: Subject) -> frozenset[str]:
    """The condition keys of the statement, in lower case and without a tag's name."""
    return frozenset(stem(key) for _, key, _, _ in subject.asked())


def untrustworthy(subject: Subject) -> Iterator[Finding]:
    """What a caller writes into a request itself."""
    for path, key, _, use in subject.asked():
        if stem(key) in _SAID_BY_CALLERS and use.operator.family is not Family.NULL:
            message = f"{key} is what the caller says it is"
            yield subject.finding(Code.UNTRUSTWORTHY_KEY, message, path, key=True)


def paired(subject: Subject) -> Iterator[Finding]:
    """Keys that hold nobody alone."""
    used = keys_used(subject)
    for path, key, _, use in subject.asked():
        others = _PAIRED.get(key.lower(), ())
        if others and used.isdisjoint(others):
            message = f"{key} is the same address in anybody's VPC; say which VPC or endpoint"
            yield subject.finding(Code.KEY_NEEDS_ANOTHER, message, path, suggestion="aws:SourceVpc", key=True)
        if key.lower() == "dynamodb:attributes" and subject.allows and "dynamodb:select" not in used:
            message = "a request that names no attributes gets all of them"
            yield subject.finding(
                Code.KEY_NEEDS_ANOTHER,
                message,
                path,
                suggestion='"StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}',
                key=True,
                check="security-warning-dynamodb-attributes-without-select",
            )
        compared = key.lower() == "s3:prefix" and use.operator.family is Family.STRING
        if compared and use.operator.negated == subject.allows:
            message = "a shorter prefix is none of these, and lists the same objects"
            yield subject.finding(Code.PREFIX_NOT_HELD, message, path, key=True)
        if key.lower() in _NOT_OF_RESOURCES and subject.kind == "resource":
            yield subject.finding(
                Code.REDUNDANT_CONDITION,
                f"{key} says nothing in the policy of a resource, whose account is known",
                path,
                key=True,
                check="suggestion-irrelevant-condition-key-in-policy",
            )


def set_by_actions(subject: Subject) -> Iterator[Finding]:
    """A session's tags and source identity come with a permission of their own."""
    named = {action.pattern.lower() for action in subject.actions}
    if not subject.allows or not any(name.startswith("sts:assumerole") for name in named):
        return
    for path, key, _, use in subject.asked():
        needed = _SET_BY.get(stem(key))
        absent = use.if_exists or use.operator.family is Family.NULL or use.operator.negated
        if (
            needed is not None
            and not absent
            and not any(needed in action.names for action in subject.actions)
        ):
            message = f"nobody may set {key} without {needed}, which is not among the actions"
            yield subject.finding(Code.KEY_NEEDS_ACTION, message, path, suggestion=needed, key=True)


def wide_values(subject: Subject) -> Iterator[Finding]:
    """Wildcards and variables in what tells accounts, organizations, networks and repositories apart."""
    for path, key, values, use in subject.asked():
        if use.operator.family is not Family.STRING or not use.operator.wildcards:
            continue
        for at, value in subject.placed(path, values):
            why = _wide(key.lower(), value)
            if why is not None:
                check = "error-variable-usage-too-permissive" if "${" in value else None
                yield subject.finding(Code.WIDE_VALUE, f'"{value}" {why}', at, check=check)
        if key.lower() == f"{_GITHUB}:sub":
            yield from _repositories(subject, path, values)


def _repositories(subject: Subject, path: Path, values: tuple[str, ...]) -> Iterator[Finding]:
    refs = (f"{_GITHUB}:ref", f"{_GITHUB}:job_workflow_ref")
    if any(key.lower() in refs for _, key, _, _ in subject.asked()):
        return
    for at, value in subject.placed(path, values):
        if has_wildcard(value) and value != "*":
            # Behind the repository's name a wildcard means its branches, in front of it those of others.
            own = not has_wildcard(value.rpartition(":")[0])
            yield subject.finding(
                Code.WIDE_VALUE,
                f'"{value}" lets in {"every branch" if own else "every repository like it"}',
                at,
                severity=Severity.INFO if own else None,
                check="general-warning-specific-github-repo-and-branch-recommended",
            )


def _wide(key: str, value: str) -> str | None:
    own = [found.key.lower() for found in variables.variables(value)]
    plain = re.sub(r"\$\{[^}]*\}", "", value)
    if key in SENSITIVE:
        if has_wildcard(plain):
            return f"may match anybody's {key.partition(':')[2]}; write it out"
        # Both ends of a request in one account or organization is what such a variable is for.
        if any(name not in SENSITIVE for name in own):
            return "has a variable, whose value may hold a wildcard"
    if key == "aws:userid":
        before = re.sub(r"\$\{[^}]*\}", "*", value).partition(":")[0]
        if (before != "*" and has_wildcard(before)) or (before == "*" and ":" not in value):
            return "may match anybody's id; a wildcard may stand behind the colon"
    return None


def known_services(subject: Subject) -> Iterator[Finding]:
    """Keys that some services only send."""
    services = sorted({action.prefix for action in subject.known})
    for path, key, _, use in subject.asked():
        reached = KEY_SERVICES.get(key.lower())
        if reached is None or use.operator.family is Family.NULL:
            continue
        without = [one for one in services if one not in reached]
        if without or subject.all_actions or subject.statement.not_action is not None:
            who = ", ".join(without[:3]) or "not every service"
            verb = "does not send" if len(without) < 2 and without else "do not send" if without else "sends"
            yield subject.finding(
                Code.UNSUPPORTED_CONDITION_KEY,
                f"{who} {verb} {key}",
                path,
                key=True,
                check="general-warning-use-condition-key-only-with-supported-services",
            )


def excepted_tags(subject: Subject) -> Iterator[Finding]:
    """Tags with NotAction: many actions have none, and are all meant."""
    if subject.statement.not_action is None:
        return
    for path, key, _, use in subject.asked():
        if stem(key) in _TAGS and not use.if_exists and use.operator.family is not Family.NULL:
            effect, check = (
                ("are not allowed", "suggestion-allow-notaction-with")
                if subject.allows
                else ("are not denied", "security-warning-deny-notaction-with")
            )
            yield subject.finding(
                Code.UNSUPPORTED_CONDITION_KEY,
                f"actions that do not have {key} {effect} by this; name the actions",
                path,
                key=True,
                severity=Severity.INFO if subject.allows else None,
                check=f"{check}-unsupported-tag-condition-key-for-service",
            )


def audiences(subject: Subject) -> Iterator[Finding]:
    """A token is for one audience, so no quantifier goes with it."""
    for path, key, _, use in subject.asked():
        host, _, claim = key.rpartition(":")
        if "." not in host or claim.lower() != "aud" or use.quantifier is Quantifier.ONE:
            continue
        every = use.quantifier is Quantifier.ALL
        yield subject.finding(
            Code.CONDITION_QUANTIFIER,
            f"{key} has a single value{', and passes when it is absent' if every else ''}",
            path,
            suggestion=use.operator.name,
            key=True,
            check="suggestion-confirm-audience-claim-type"
            if every
            else "security-warning-foranyvalue-with-audience-claim-type",
        )


def plainer(subject: Subject) -> Iterator[Finding]:
    """Conditions that are always true, never true, or a test of presence in other words."""
    for path, key, values, use in subject.asked():
        if "*" not in values or use.operator.family is not Family.STRING or not use.operator.wildcards:
            continue
        if key.lower() in SENSITIVE or key.lower().endswith(":sub"):
            continue  # which has a finding of its own
        any_of, all_of = use.quantifier is Quantifier.ANY, use.quantifier is Quantifier.ALL
        absent = use.if_exists or all_of
        if not use.operator.negated:
            found = (
                ("always passes", "suggestion-redundant-key-due-to-wildcard-in-condition", "remove it")
                if absent
                else ("asks whether it is there", "suggestion-equivalent-to-null-false", _null(key, "false"))
            )
        elif any_of and not use.if_exists:
            found = (
                "never passes",
                "suggestion-redundant-statement-due-to-wildcard-in-condition",
                "remove it",
            )
        else:
            found = ("asks whether it is missing", "suggestion-equivalent-to-null-true", _null(key, "true"))
        says, check, suggestion = found
        yield subject.finding(
            Code.REDUNDANT_CONDITION,
            f'{use.operator.name} of {key} and "*" {says}',
            path,
            suggestion=suggestion,
            key=True,
            check=check,
        )


def _null(key: str, value: str) -> str:
    return f'"Null": {{"{key}": "{value}"}}'


_BOUNDS: Final[Mapping[str, str]] = {
    "NumericLessThan": "greatest", "NumericLessThanEquals": "greatest",
    "NumericGreaterThan": "least", "NumericGreaterThanEquals": "least",
}  # fmt: skip


def bounds(subject: Subject) -> Iterator[Finding]:
    """Of several bounds one decides; of an address the bits behind its mask say nothing."""
    for path, _, values, use in subject.asked():
        which = _BOUNDS.get(use.operator.name)
        if which is not None and len(values) > 1:
            yield subject.finding(
                Code.REDUNDANT_CONDITION,
                f"of several values only the {which} counts",
                path,
                key=True,
                check="suggestion-redundant-condition-value-num",
            )
        for at, value in subject.placed(path, values):
            if use.operator.family is Family.IP and (network := _masked(value)) is not None:
                yield subject.finding(
                    Code.REDUNDANT_CONDITION,
                    f'"{value}" has bits behind its mask, which say nothing',
                    at,
                    suggestion=network,
                    check="suggestion-improve-ip-range",
                )
            if use.operator.family is Family.DATE and value.isascii() and value.isdigit() and len(value) != 4:
                yield subject.finding(
                    Code.CONDITION_VALUE,
                    f'"{value}" counts seconds; a date is plainer (2030-01-31T00:00:00Z)',
                    at,
                    severity=Severity.INFO,
                    check="general-warning-invalid-date-value",
                )


def _masked(value: str) -> str | None:
    try:
        network = str(ipaddress.ip_network(value, strict=False))
        ipaddress.ip_network(value)
    except ValueError:
        return network if "/" in value and "network" in locals() else None
    return None


def mixed_types(subject: Subject) -> Iterator[Finding]:
    """Values of one key that are text here and a number there."""
    for path, key, _, _ in subject.asked():
        here = subject.reading.data
        for part in path:
            here = here[part]
        if isinstance(here, list | tuple) and len({type(value) for value in here}) > 1:
            yield subject.finding(
                Code.CONDITION_VALUE,
                f"the values of {key} are of different types; write all of them as text",
                path,
                severity=Severity.WARNING,
            )


def key_arns(subject: Subject) -> Iterator[Finding]:
    """Condition keys that hold the ARN of a KMS key."""
    for path, key, values, use in subject.asked():
        folded = key.lower()
        if "kms" not in folded or "key" not in folded or use.operator.family is Family.NULL:
            continue
        if (key_type(subject, key) or "").lower() != "arn":
            continue
        for at, value in subject.placed(path, values):
            if "${" not in value and not re.fullmatch(r"[*]|arn:[^:]+:kms:[^:]*:[^:]*:(key/.+|\*)", value):
                message = f'"{value}" can\'t be the ARN of a KMS key, which {key} is'
                yield subject.finding(Code.CONDITION_VALUE, message, at, check="error-invalid-kms-key-value")


def of_services(subject: Subject) -> Iterator[Finding]:
    """An RCP meets services, too: what is said of principals must leave them out, and the reverse."""
    if subject.kind != "rcp" or subject.allows:
        return
    used = keys_used(subject)
    for path, key, _, use in subject.asked():
        held = _meets_the_other(use)
        if held and stem(key) in _OF_PRINCIPAL and "aws:principalisawsservice" not in used:
            yield _rcp(subject, path, f"denies services as well, which have no {key}", "false", "principal")
        if held and stem(key) in _OF_SOURCE and "aws:principalisawsservice" not in used:
            message = f"denies people and roles as well, which come without {key}"
            yield _rcp(subject, path, message, "true", "service-principal")
        elif held and stem(key) in _OF_SOURCE and not any(
            stem(other) in ("aws:sourceaccount", "aws:sourcearn") and null.operator.family is Family.NULL
            for _, other, _, null in subject.asked()
        ):  # fmt: skip
            yield subject.finding(
                Code.KEY_NEEDS_ANOTHER,
                f"denies services that come without {key}",
                path,
                suggestion=_null("aws:SourceAccount", "false"),
                key=True,
                check="general-warning-rcp-missing-service-condition-key-null-check",
            )


def _rcp(subject: Subject, path: Path, message: str, value: str, whose: str) -> Finding:
    return subject.finding(
        Code.KEY_NEEDS_ANOTHER,
        message,
        path,
        suggestion=f'"BoolIfExists": {{"aws:PrincipalIsAWSService": "{value}"}}',
        key=True,
        check=f"general-warning-rcp-missing-related-{whose}-condition-key",
    )


def _meets_the_other(use: Use) -> bool:
    """Whether the condition passes for a request that does not have the key."""
    if use.operator.family is Family.NULL:
        return False
    return use.if_exists or use.operator.negated or use.quantifier is Quantifier.ALL


CHECKS: Final = (
    untrustworthy, paired, set_by_actions, wide_values, known_services, excepted_tags, audiences, plainer,
    bounds, mixed_types, key_arns, of_services,
)  # fmt: skip
