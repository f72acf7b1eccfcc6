"""Checks that need no catalog: what the kind of policy allows, Sids, Version, variables, principals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policywright.knowledge.policy import patterns, variables
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.lint_subject import WITH_PRINCIPAL, Subject, has_wildcard
from policywright.knowledge.policy.located import Path
from policywright.knowledge.policy.model import PRINCIPAL_KINDS, Principal, is_account

# Identity policies take letters and digits only; resource policies of most services take anything.
_SID = re.compile(r"[0-9A-Za-z]*$")
_SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal)$")
_OTHER_SERVICES: Final = frozenset(("alexa-appkit.amazon.com", "alexa-connectedhome.amazon.com"))
"""https://developer.amazon.com/docs/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html"""
_PRINCIPAL_ARN = re.compile(
    r"arn:aws[a-z-]*:(iam|sts)::(\d{12}|\*|cloudfront|aws):"
    r"(root|user/.+|role/.+|assumed-role/.+|federated-user/.+|group/.+|\*|saml-provider/.+|oidc-provider/.+)$"
)
_UNIQUE_ID = re.compile(r"(AIDA|AROA|AGPA|ASIA|AKIA)[A-Z0-9]{12,}$")
_NO_PRINCIPAL: Final = {
    "identity": "an identity policy applies to whom it is attached to",
    "boundary": "a permissions boundary applies to whom it is attached to",
    "session": "a session policy applies to the session",
    "scp": "a service control policy applies to the accounts it is attached to",
}


def placement(subject: Subject) -> Iterator[Finding]:
    """Principal and Resource stand where this kind of policy has them."""
    statement, kind, path = subject.statement, subject.kind, subject.path
    for name, found in (("Principal", statement.principal), ("NotPrincipal", statement.not_principal)):
        if found is not None and kind in _NO_PRINCIPAL:
            message = f"{_NO_PRINCIPAL[kind]} and has no {name}"
            yield subject.finding(
                Code.MISPLACED_ELEMENT,
                message,
                (*path, name),
                suggestion="remove it",
                key=True,
                check="error-scp-syntax-error-principal" if kind == "scp" else None,
            )
    if kind == "trust" and statement.not_principal is not None:
        yield subject.finding(
            Code.MISPLACED_ELEMENT,
            "a trust policy has no NotPrincipal; say who may assume the role",
            (*path, "NotPrincipal"),
            key=True,
            check="error-role-trust-policy-syntax-error-notprincipal",
        )
    if kind in WITH_PRINCIPAL and statement.principal is None and statement.not_principal is None:
        message = f"a {kind} policy needs a Principal in each statement"
        yield subject.finding(Code.MISSING_ELEMENT, message, check="error-missing-principal")
    has_resource = statement.resource is not None or statement.not_resource is not None
    if kind == "trust" and has_resource:
        name = "Resource" if statement.resource is not None else "NotResource"
        message = "a trust policy speaks of its role only and has no Resource"
        yield subject.finding(
            Code.MISPLACED_ELEMENT,
            message,
            (*path, name),
            suggestion="remove it",
            key=True,
            check="error-role-trust-policy-syntax-error-resource",
        )
    if kind != "trust" and not has_resource:
        message = "the statement has neither Resource nor NotResource"
        yield subject.finding(Code.MISSING_ELEMENT, message, check="error-missing-resource")
    if kind == "rcp" and subject.allows:
        message = "a resource control policy that you write can only Deny"
        yield subject.finding(
            Code.INVALID_VALUE, message, (*path, "Effect"), check="error-rcp-syntax-error-allow"
        )


def sid(subject: Subject) -> Iterator[Finding]:
    text = subject.statement.sid
    if text == "":
        message, check = "the Sid is empty", "suggestion-empty-sid-value"
        yield subject.finding(
            Code.INVALID_SID, message, (*subject.path, "Sid"), severity=Severity.INFO, check=check
        )
    if not text or subject.kind in ("resource", "vpce"):
        return
    if not _SID.match(text):
        suggestion = re.sub(r"[^0-9A-Za-z]", "", text.title()) or None
        message = f'the Sid "{text}" may hold letters and digits only'
        yield subject.finding(Code.INVALID_SID, message, (*subject.path, "Sid"), suggestion=suggestion)


def policy_variables(subject: Subject) -> Iterator[Finding]:
    """Variables are well formed, and the document's Version knows them."""
    data = subject.reading.data
    old = data.get("Version") != variables.VERSION_WITH_VARIABLES
    for path, text in texts_with_variables(subject):
        broken = variables.malformed(text)
        if broken is not None:
            message = f"\"{broken}\" is no policy variable; write ${{key}} or ${{key, 'default'}}"
            yield subject.finding(Code.MALFORMED_VARIABLE, message, path, check=_variable_check(broken))
        elif spaced := next((one for one in variables.variables(text) if _SPACED.match(one.text)), None):
            yield subject.finding(
                Code.MALFORMED_VARIABLE,
                f'"{spaced.text}" has a space in it',
                path,
                suggestion=f"${{{spaced.key}}}" if spaced.default is None else None,
                check="error-unsupported-space-in-variable",
            )
        elif old and "${" in text:
            message = f'"{text}" is taken literally: policy variables need "Version": "2012-10-17"'
            yield subject.finding(Code.OLD_VERSION_VARIABLE, message, path)


def misplaced_variables(subject: Subject) -> Iterator[Finding]:
    """Policy variables are for resources and conditions."""
    places = [item for element in ("Action", "NotAction") for item in subject.values(element)]
    statement = subject.statement
    for name, found in (("Principal", statement.principal), ("NotPrincipal", statement.not_principal)):
        if found is not None:
            places.extend((at, text) for at, _, text in _named(subject, (*subject.path, name), found))
    for path, text in places:
        if "${" in text:
            message = f'"{text}" is taken literally: policy variables are for resources and conditions'
            yield subject.finding(
                Code.MALFORMED_VARIABLE, message, path, check="error-variable-unsupported-in-element"
            )


_SPACED = re.compile(r"\$\{(\s|[^,}]*\s\s*(,|\}))")


def _variable_check(broken: str) -> str:
    inner = broken[2:].partition("}")[0]
    if "}" not in broken:
        return "error-missing-brace-in-variable"
    if not inner.strip():
        return "error-empty-variable"
    return (
        "error-missing-quote-in-variable"
        if "," in inner or "'" in inner
        else "error-unsupported-space-in-variable"
    )


def texts_with_variables(subject: Subject) -> Iterator[tuple[Path, str]]:
    yield from (
        item for element in ("Resource", "NotResource") for item in subject.values(element) if "${" in item[1]
    )
    for operator, keys in (subject.statement.condition or {}).items():
        for key, values in keys.items():
            for path, text in subject.placed((*subject.path, "Condition", operator, key), values):
                if "${" in text:
                    yield path, text


def redundant_values(subject: Subject) -> Iterator[Finding]:
    """A value that another one of the same list covers, or that stands there twice."""
    for element in ("Action", "NotAction", "Resource", "NotResource"):
        items = list(subject.values(element))
        for number, other in patterns.covered_patterns([text for _, text in items]).items():
            path, text = items[number]
            message = f'"{text}" is covered by "{items[other][1]}" in the same list'
            check = None if element.endswith("Action") else "suggestion-redundant-resource"
            yield subject.finding(Code.REDUNDANT_VALUE, message, path, suggestion="remove it", check=check)


def principals(subject: Subject) -> Iterator[Finding]:
    """Names in Principal and NotPrincipal look like principals; Allow is not open to everyone unawares."""
    statement = subject.statement
    if subject.kind not in WITH_PRINCIPAL:
        return
    for name, found in (("Principal", statement.principal), ("NotPrincipal", statement.not_principal)):
        if found is not None:
            yield from _names(subject, (*subject.path, name), found)
    if statement.not_principal is not None and subject.allows:
        message = "allows everyone but those listed, anonymous callers included"
        yield subject.finding(Code.ALLOW_NOT_PRINCIPAL, message, (*subject.path, "NotPrincipal"))
    public = statement.principal is not None and (
        statement.principal.anyone or "*" in (statement.principal.aws or ())
    )
    if public and subject.allows and not statement.condition and subject.kind in ("resource", "trust"):
        message = "open to everyone, from any account, without a condition"
        yield subject.finding(Code.PUBLIC_PRINCIPAL, message, (*subject.path, "Principal"))


def _named(subject: Subject, path: Path, principal: Principal) -> Iterator[tuple[Path, str, str]]:
    """Each name of a Principal: where it stands, its kind and its text."""
    values = (principal.aws, principal.service, principal.federated, principal.canonical_user)
    for kind, names in zip(PRINCIPAL_KINDS, values, strict=True):
        for at, text in subject.placed((*path, kind), names or ()):
            yield at, kind, text


def _names(subject: Subject, path: Path, principal: Principal) -> Iterator[Finding]:
    if principal.anyone and subject.kind == "trust":
        yield subject.finding(
            Code.INVALID_PRINCIPAL,
            '"*" can\'t be the Principal of a trust policy; name who may assume the role',
            path,
            check="error-role-trust-policy-unsupported-wildcard-in-principal",
        )
    for at, kind, text in _named(subject, path, principal):
        fault = _principal_fault(kind, text)
        if kind == "Federated" and subject.kind in ("resource", "vpce"):
            fault = "is an identity provider, which only a role's trust policy can name"
        if fault:
            meant = re.sub(r"\.(amazon\.com|aws|amazonaws)$", ".amazonaws.com", text)
            right = meant if kind == "Service" and _SERVICE.match(meant) else None
            check = next((check for part, check in _PRINCIPAL_CHECKS if part in fault), None)
            if kind == "Service" and has_wildcard(text):
                check = "error-unsupported-wildcard-in-principal"
            message = f'"{text}" {fault}'
            yield subject.finding(Code.INVALID_PRINCIPAL, message, at, suggestion=right, check=check)
        elif kind == "AWS" and (unique := _UNIQUE_ID.match(text)) and unique[1] in _REFERENCES:
            yield subject.finding(
                Code.INVALID_PRINCIPAL,
                f'"{text}" is the id of a {_REFERENCES[unique[1]]} that may be gone; write its ARN',
                at,
                severity=Severity.WARNING,
                check=f"general-warning-invalid-{_REFERENCES[unique[1]]}-reference",
            )


_REFERENCES: Final = {"AIDA": "user", "AROA": "role"}
_PRINCIPAL_CHECKS: Final = (
    ("only a role's trust policy", "error-federated-principal-not-supported"),
    ("no identity provider", "error-invalid-federated-principal-syntax-in-role-trust-policy"),
    ("no service principal", "error-invalid-service-principal-format"),
    ("has a wildcard", "error-unsupported-wildcard-in-principal"),
)
_PROVIDER = re.compile(
    r"arn:aws[a-z-]*:iam::(\d{12}|cloudfront|aws):(saml|oidc)-provider/.+|([a-z0-9-]+\.)+[a-z0-9-]+$"
)


def _principal_fault(kind: str, text: str) -> str | None:
    if kind == "Service" and text not in _OTHER_SERVICES and text != "*" and not _SERVICE.match(text):
        return "is no service principal (service.amazonaws.com)"
    if kind == "Federated" and text != "*" and not _PROVIDER.match(text):
        return "is no identity provider; write its ARN, or the domain of a public one"
    if kind != "AWS" or text == "*" or is_account(text) or _UNIQUE_ID.match(text):
        return None
    if not text.startswith("arn:"):
        return 'is no principal; write an ARN, an account number or "*"'
    if ":group/" in text:
        return "is a group, and a group is no principal; name its users or roles"
    if has_wildcard(text) and not text.endswith(":root"):
        return 'has a wildcard, which a principal cannot; use "*" with a condition on aws:PrincipalArn'
    return None if _PRINCIPAL_ARN.match(text) else "is no ARN of an account, user, role or session"


CHECKS: Final = (placement, sid, policy_variables, misplaced_variables, redundant_values, principals)
