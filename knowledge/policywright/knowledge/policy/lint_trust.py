"""Checks of who is let in: services, identity providers, and whom a resource control policy speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policywright.knowledge.policy import operators, patterns
from policywright.knowledge.policy.findings import Code, Finding, Severity
from policywright.knowledge.policy.global_keys import stem
from policywright.knowledge.policy.lint_subject import Subject, has_wildcard
from policywright.knowledge.policy.operators import Family, Quantifier
from policywright.knowledge.policy.reach import RCP_SERVICES, reached_by_rcp

TRUST_ACTIONS: Final = ("sts:assumerole*", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext")
"""What a role's trust policy can hold.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"""
_SOURCES: Final = frozenset(
    ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
)
_OF_PRINCIPALS: Final = (
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalaccount",
    "aws:principalarn",
)
_AUDIENCES: Final = {
    "cognito-identity.amazonaws.com": "aud",
    "accounts.google.com": "aud",
    "graph.facebook.com": "app_id",
    "www.amazon.com": "app_id",
}
"""Providers whose tokens are told apart by the application that they are for.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"""


def keys_of(subject: Subject) -> dict[str, list[str]]:
    """The condition keys in lower case, with all values that one of them may have (of positive operators)."""
    found: dict[str, list[str]] = {}
    for operator, keys in (subject.statement.condition or {}).items():
        use = operators.find(operator)
        if use is None or use.operator.negated or use.operator.family is Family.NULL:
            continue
        for key, values in keys.items():
            found.setdefault(key.lower(), []).extend(values)
    return found


def confused_deputy(subject: Subject) -> Iterator[Finding]:
    """A service that acts for others is held to the account or resource that it acts for."""
    principal = subject.statement.principal
    if subject.kind != "resource" or not subject.allows or principal is None or not principal.service:
        return
    if _SOURCES.isdisjoint(map(stem, keys_of(subject))):
        message = f"{principal.service[0]} may act here for anybody's resources, in any account"
        other = next((key for key in keys_of(subject)), None)
        yield subject.finding(
            Code.CONFUSED_DEPUTY,
            message if other is None else f"{message}: {other} does not tell whose",
            (*subject.path, "Principal", "Service"),
            suggestion="a condition on aws:SourceAccount or aws:SourceArn",
            check=None if other is None else "suggestion-recommended-condition-key-for-service-principal",
        )


def org_of_service(subject: Subject) -> Iterator[Finding]:
    """A service is in no organization: a condition on the principal's never lets it in."""
    principal = subject.statement.principal
    if not subject.allows or principal is None or not principal.service:
        return
    for operator, keys in (subject.statement.condition or {}).items():
        use = operators.find(operator)
        plain = use is not None and not use.operator.negated and not use.if_exists
        if use is None or not plain or use.operator.family is Family.NULL or use.quantifier is Quantifier.ALL:
            continue
        for key in keys:
            if stem(key) in _OF_PRINCIPALS:
                message = f"{principal.service[0]} is a service and has no {key}, so this never lets it in"
                yield subject.finding(
                    Code.KEY_OF_NO_SERVICE,
                    message,
                    (*subject.path, "Condition", operator, key),
                    suggestion=key.replace("Principal", "Source"),
                    key=True,
                )


def federated(subject: Subject) -> Iterator[Finding]:
    """Each kind of provider has its own way in, and tokens of a public one are anybody's."""
    principal = subject.statement.principal
    if subject.kind != "trust" or principal is None or not principal.federated:
        return
    path = (*subject.path, "Principal", "Federated")
    for at, name in subject.placed(path, principal.federated):
        if name == "*" or has_wildcard(name):
            continue
        wanted = "sts:AssumeRoleWithSAML" if ":saml-provider/" in name else "sts:AssumeRoleWithWebIdentity"
        if not any(patterns.matches_action(action.pattern, wanted) for action in subject.actions):
            message = f'"{name}" comes by {wanted}, which is not among the actions'
            yield subject.finding(Code.FEDERATED_ACTION, message, at, suggestion=wanted)
        elif subject.allows and wanted.endswith("WebIdentity"):
            host = name.partition(":oidc-provider/")[2] or name
            claim = _AUDIENCES.get(host, "sub")
            held = keys_of(subject).get(f"{host}:{claim}".lower())
            if held is None or "*" in held:
                message = f"anybody with a token of {host} may assume the role: {host}:{claim} is not checked"
                yield subject.finding(
                    Code.OPEN_PROVIDER,
                    message,
                    at,
                    suggestion=f'{{"StringEquals": {{"{host}:{claim}": "..."}}}}',
                    check="security-warning-missing-github-repo-condition-key"
                    if host == "token.actions.githubusercontent.com"
                    else None,
                )


def without_provider(subject: Subject) -> Iterator[Finding]:
    """Tokens and SAML assertions are of identity providers; others assume roles."""
    principal = subject.statement.principal
    if subject.kind != "trust" or principal is None or principal.federated:
        return
    for action in subject.actions:
        if action.pattern.lower() in ("sts:assumerolewithsaml", "sts:assumerolewithwebidentity"):
            message = f"{action.pattern} is for identity providers, and none is named"
            yield subject.finding(Code.FEDERATED_ACTION, message, action.path, suggestion="sts:AssumeRole")


def roles_anywhere(subject: Subject) -> Iterator[Finding]:
    """What IAM Roles Anywhere does with a role.
    https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"""
    principal = subject.statement.principal
    if subject.kind != "trust" or not subject.allows or principal is None:
        return
    if "rolesanywhere.amazonaws.com" in (principal.service or ()):
        wanted = ("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")
        patterns_ = [action.pattern for action in subject.actions]
        without = [w for w in wanted if not any(patterns.matches_action(one, w) for one in patterns_)]
        if without:
            message = f"IAM Roles Anywhere needs {' and '.join(without)} as well"
            yield subject.finding(
                Code.ROLES_ANYWHERE, message, (*subject.path, "Action"), suggestion=", ".join(without)
            )


def sessions_of_roles(subject: Subject) -> Iterator[Finding]:
    """A role that is named beside its own session."""
    principal = subject.statement.principal
    if principal is None:
        return
    roles = {
        name.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") for name in principal.aws or ()
    }
    for at, name in subject.placed((*subject.path, "Principal", "AWS"), principal.aws or ()):
        if ":assumed-role/" in name and name.rpartition("/")[0] in roles:
            yield subject.finding(
                Code.REDUNDANT_VALUE,
                f'"{name}" is a session of a role that is named as well',
                at,
                suggestion="remove it",
                check="suggestion-redundant-principal-in-role-trust-policy",
            )


def trusted_actions(subject: Subject) -> Iterator[Finding]:
    """A trust policy says who may assume its role, and nothing else."""
    if subject.kind != "trust":
        return
    for action in subject.actions:
        pattern = action.pattern.lower()
        if action.explicit and not any(patterns.matches_action(one, pattern) for one in TRUST_ACTIONS):
            message = (
                f"{action.pattern} can't stand in a trust policy, which only says who may assume the role"
            )
            yield subject.finding(Code.UNSUPPORTED_ACTION, message, action.path)


def resource_control(subject: Subject) -> Iterator[Finding]:
    """What an RCP can say, and of whom."""
    if subject.kind != "rcp":
        return
    statement = subject.statement
    if statement.not_principal is not None:
        message = 'a resource control policy has no NotPrincipal; its Principal is "*"'
        yield subject.finding(
            Code.INVALID_PRINCIPAL,
            message,
            (*subject.path, "NotPrincipal"),
            suggestion='"*"',
            key=True,
            check="error-rcp-syntax-error-principal",
        )
    if statement.principal is not None and not statement.principal.anyone:
        message = (
            'the Principal of a resource control policy is "*"; say who in a condition (aws:PrincipalArn)'
        )
        yield subject.finding(
            Code.INVALID_PRINCIPAL,
            message,
            (*subject.path, "Principal"),
            suggestion='"*"',
            check="error-rcp-syntax-error-principal",
        )
    if statement.not_action is not None:
        message = "a resource control policy has no NotAction"
        yield subject.finding(
            Code.MISPLACED_ELEMENT,
            message,
            (*subject.path, "NotAction"),
            key=True,
            check="error-rcp-syntax-error-notaction",
        )
    for action in subject.actions:
        service = action.pattern.partition(":")[0].lower()
        if action.pattern == "*":
            message = '"*" alone can\'t be the action of a resource control policy that you write'
            yield subject.finding(Code.UNSUPPORTED_ACTION, message, action.path, check=_RCP_ACTION)
        elif action.names and not any(map(reached_by_rcp, action.names)):
            what = action.pattern if service in RCP_SERVICES else service
            message = f"resource control policies do not reach {what}, so {action.pattern} has no effect"
            yield subject.finding(
                Code.UNSUPPORTED_ACTION, message, action.path, severity=Severity.WARNING, check=_RCP_ACTION
            )


_RCP_ACTION: Final = "error-rcp-syntax-error-action"


CHECKS: Final = (
    confused_deputy, org_of_service, federated, without_provider, roles_anywhere, sessions_of_roles,
    trusted_actions, resource_control,
)  # fmt: skip
