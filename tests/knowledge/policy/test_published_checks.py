"""Each check of Access Analyzer's reference: a policy that shows it, or why we do not say it.

The names are the anchors of https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
(as of 2026). A finding's page is the anchor of the check that says the same, so what we say can be read up there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import policywright.knowledge.policy as package
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.policy.lint import lint
from policywright.knowledge.policy.lint_subject import PolicyKind
from policywright.knowledge.store import shared_store

HOME = "111122223333"
GET, BUCKET, OBJECTS = "s3:GetObject", "arn:aws:s3:::b", "arn:aws:s3:::b/*"
QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:q"
GITHUB = "token.actions.githubusercontent.com"
PROVIDER = {"Federated": f"arn:aws:iam::{HOME}:oidc-provider/{GITHUB}"}
WEB = "sts:AssumeRoleWithWebIdentity"


def allow(action: Any = GET, resource: Any = OBJECTS, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def when(block: Any, **more: Any) -> dict[str, Any]:
    return {**allow(Condition=block), **more}


def but(resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "NotAction": "s3:*", **({"Resource": resource} if resource else {}), **more}


def trust(
    action: Any = "sts:AssumeRole", principal: Any = f"arn:aws:iam::{HOME}:root", **more: Any
) -> dict[str, Any]:
    found = {"AWS": principal} if isinstance(principal, str) and principal != "*" else principal
    return {"Effect": "Allow", "Principal": found, "Action": action, **more}


def shared(principal: Any, condition: Any = None, **more: Any) -> dict[str, Any]:
    block = {} if condition is None else {"Condition": condition}
    return {**allow("sqs:SendMessage", QUEUE, Principal=principal), **block, **more}


def guard(condition: Any = None, **more: Any) -> dict[str, Any]:
    block = {} if condition is None else {"Condition": condition}
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", **block, **more}


def without(name: str, statement: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in statement.items() if key != name}


def is_(key: str, value: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return {operator: {key: value}}


LONG = [f"arn:aws:s3:::{'b' * 50}{number}/*" for number in range(400)]
TEAM = "aws:PrincipalTag/team"
IDENTITY: dict[str, Any] = {
    "error-arn-account-not-allowed": allow("s3:ListBucket", f"arn:aws:s3::{HOME}:b"),
    "error-arn-region-not-allowed": allow("iam:GetRole", f"arn:aws:iam:eu-west-1:{HOME}:role/r"),
    "error-data-type-mismatch": allow(5),
    "error-duplicate-keys-with-different-case": when({"StringEquals": {TEAM: "a", TEAM.upper(): "b"}}),
    "error-invalid-action": allow("s3:GetObjekt"),
    "error-invalid-arn-account": allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:1111-2222-3333:q"),
    "error-invalid-arn-prefix": allow(GET, "aws:s3:::b/*"),
    "error-invalid-arn-region": allow("sqs:SendMessage", f"arn:aws:sqs:europe:{HOME}:q"),
    "error-invalid-arn-resource": allow("dynamodb:Query", f"arn:aws:dynamodb:eu-west-1:{HOME}:tabel/t"),
    "error-invalid-arn-service-case": allow(GET, "arn:aws:S3:::b/*"),
    "error-invalid-condition-data-type": when({"NumericLessThan": {"aws:MultiFactorAuthAge": [5, "6"]}}),
    "error-invalid-condition-key-format": when(is_("team", "a")),
    "error-invalid-condition-multiple-boolean": when({"Bool": {"aws:SecureTransport": ["true", "false"]}}),
    "error-invalid-condition-operator": when(is_(TEAM, "a", "StringIs")),
    "error-invalid-effect": {**allow(), "Effect": "Permit"},
    "error-invalid-global-condition-key": when(is_("aws:Weather", "fine")),
    "error-invalid-partition": allow(GET, "arn:awsx:s3:::b/*"),
    "error-invalid-policy-element": {**allow(), "Note": "x"},
    "error-invalid-region": when(is_("aws:RequestedRegion", "europe")),
    "error-invalid-service": when(is_("s33:prefix", "x")),
    "error-invalid-service-condition-key": when(is_("s3:weather", "x")),
    "error-invalid-service-in-action": allow("s33:GetObject"),
    "error-invalid-variable-for-operator": when(is_("aws:MultiFactorAuthAge", "${aws:userid}", "NumericEquals")),
    "error-missing-action": without("Action", allow()),
    "error-missing-arn-field": allow(GET, "arn:aws:s3:b"),
    "error-missing-arn-region": allow("sqs:SendMessage", f"arn:aws:sqs::{HOME}:q"),
    "error-missing-effect": without("Effect", allow()),
    "error-missing-qualifier": when(is_("aws:CalledVia", "athena.amazonaws.com")),
    "error-missing-resource": without("Resource", allow()),
    "error-null-with-if-exists": when(is_(TEAM, "true", "NullIfExists")),
    "error-unsupported-element-combination": allow(NotAction="s3:*"),
    "error-unsupported-global-condition-key": when(is_("aws:ARN", "arn:aws:iam::*:role/r", "ArnLike")),
    "error-unsupported-principal": allow(Principal="*"),
    "error-unsupported-sid": allow(Sid="a b"),
    "error-missing-brace-in-variable": allow(GET, "arn:aws:s3:::b/${aws:username"),
    "error-missing-quote-in-variable": allow(GET, "arn:aws:s3:::b/${aws:username, x}"),
    "error-unsupported-space-in-variable": allow(GET, "arn:aws:s3:::b/${ aws:username }"),
    "error-empty-variable": allow(GET, "arn:aws:s3:::b/${}"),
    "error-variable-unsupported-in-element": allow("s3:Get${aws:username}"),
    "error-private-ip-address": when(is_("aws:SourceIp", "10.0.0.0/8", "IpAddress")),
    "error-private-not-ip-address": when(is_("aws:SourceIp", "10.0.0.0/8", "NotIpAddress"), Effect="Deny"),
    "error-invalid-service-principal-format": when(
        is_("kms:ViaService", "s3.amazonaws.com"), Action="kms:Decrypt", Resource="*"
    ),
    "error-missing-tag-key-in-condition": when(is_("aws:ResourceTag", "x"), Action="sqs:SendMessage", Resource=QUEUE),
    "error-invalid-vpc-format": when(is_("aws:SourceVpc", "vpc-1")),
    "error-invalid-vpce-format": when(is_("aws:SourceVpce", "vpce-1")),
    "error-unsupported-action-for-condition-key": when(
        is_("s3:prefix", "x"), Action=["s3:ListBucket", GET], Resource=[BUCKET, OBJECTS]
    ),
    "error-type-mismatch-ip-range": when(is_("aws:SourceIp", "1.2.3", "IpAddress")),
    "error-missing-arn-account": allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1::q"),
    "error-invalid-kms-key-value": when(
        is_("s3:x-amz-server-side-encryption-aws-kms-key-id", "alias/key"), Action="s3:PutObject"
    ),
    "error-variable-usage-too-permissive": when(is_("aws:SourceVpc", "${aws:PrincipalTag/vpc}", "StringLike")),
    "error-wildcard-usage-too-permissive": when(is_("aws:SourceVpc", "vpc-*", "StringLike")),
    "general-warning-create-slr-with-not-resource": {
        **without("Resource", allow("iam:CreateServiceLinkedRole")), "NotResource": "arn:aws:iam::*:role/x"
    },
    "general-warning-create-slr-with-star-in-action-and-not-resource": {
        **without("Resource", allow("iam:Create*")), "NotResource": "arn:aws:iam::*:role/x"
    },
    "general-warning-create-slr-with-not-action-and-not-resource": but(None, NotResource="arn:aws:iam::*:role/x"),
    "general-warning-create-slr-with-star-in-resource": allow("iam:CreateServiceLinkedRole", "*"),
    "general-warning-create-slr-with-star-in-action-and-resource": allow("iam:Create*", "*"),
    "general-warning-create-slr-with-star-in-resource-and-not-action": but(),
    "general-warning-invalid-date-value": when(is_("aws:CurrentTime", "1893456000", "DateLessThan")),
    "general-warning-wildcard-without-like-operator": when(is_(TEAM, "a*")),
    "general-warning-policy-size-exceeds-identity-policy-quota": allow(GET, LONG),
    "general-warning-type-mismatch": when(is_("aws:SecureTransport", "true")),
    "general-warning-type-mismatch-boolean": when(is_("aws:SecureTransport", "yes", "Bool")),
    "general-warning-type-mismatch-date": when(is_("aws:CurrentTime", "soon", "DateLessThan")),
    "general-warning-type-mismatch-number": when(is_("aws:MultiFactorAuthAge", "old", "NumericLessThan")),
    "general-warning-type-mismatch-string": when(is_(TEAM, "%%", "BinaryEquals")),
    "general-warning-use-condition-key-only-with-supported-services": when(
        is_("aws:VpceAccount", HOME), Action="sns:Publish", Resource=f"arn:aws:sns:eu-west-1:{HOME}:t"
    ),
    "security-warning-untrustworthy-condition-key": when(is_("aws:Referer", "https://x.example/")),
    "security-warning-forallvalues-with-single-valued-key": when(is_(TEAM, "a", "ForAllValues:StringEquals")),
    "security-warning-pass-role-with-not-resource": {
        **without("Resource", allow("iam:PassRole")), "NotResource": "arn:aws:iam::*:role/x"
    },
    "security-warning-pass-role-with-star-in-action-and-not-resource": {
        **without("Resource", allow("iam:Pass*")), "NotResource": "arn:aws:iam::*:role/x"
    },
    "security-warning-pass-role-with-not-action-and-not-resource": but(None, NotResource="arn:aws:iam::*:role/x"),
    "security-warning-pass-role-with-star-in-resource": allow("iam:PassRole", "*"),
    "security-warning-pass-role-with-star-in-action-and-resource": allow("iam:Pass*", "*"),
    "security-warning-pass-role-with-star-in-resource-and-not-action": but(),
    "security-warning-missing-paired-condition-keys": when(is_("aws:VpcSourceIp", "10.1.2.3", "IpAddress")),
    "security-warning-deny-with-unsupported-tag-condition-key-for-service": when(
        is_("aws:ResourceTag/a", "x"), Effect="Deny", Action="s3:ListAllMyBuckets", Resource="*"
    ),
    "security-warning-deny-notaction-with-unsupported-tag-condition-key-for-service": {
        **but(), "Effect": "Deny", "Condition": is_("aws:ResourceTag/a", "x")
    },
    "security-warning-string-like-operator-with-arn-condition-keys": when(
        is_("aws:PrincipalArn", f"arn:aws:iam::{HOME}:role/a*", "StringLike")
    ),
    "security-warning-dynamodb-attributes-without-select": when(
        is_("dynamodb:Attributes", ["id"], "ForAllValues:StringEquals"),
        Action="dynamodb:Query", Resource=f"arn:aws:dynamodb:eu-west-1:{HOME}:table/t",
    ),
    "security-warning-s3-prefix-in-negative-context": when(
        is_("s3:prefix", "private/*", "StringLike"), Effect="Deny", Action="s3:ListBucket", Resource=BUCKET
    ),
    "suggestion-empty-array-action": allow([]),
    "suggestion-empty-array-condition": when(is_(TEAM, [])),
    "suggestion-empty-array-condition-forallvalues": when(is_("aws:TagKeys", [], "ForAllValues:StringEquals")),
    "suggestion-empty-array-condition-foranyvalue": when(is_("aws:TagKeys", [], "ForAnyValue:StringEquals")),
    "suggestion-empty-array-condition-ifexists": when(is_(TEAM, [], "StringEqualsIfExists")),
    "suggestion-empty-array-resource": allow(GET, []),
    "suggestion-empty-object-condition": when({}),
    "suggestion-empty-sid-value": allow(Sid=""),
    "suggestion-equivalent-to-null-false": when(is_(TEAM, "*", "StringLike")),
    "suggestion-equivalent-to-null-true": when(is_(TEAM, "*", "StringNotLike")),
    "suggestion-improve-ip-range": when(is_("aws:SourceIp", "203.0.113.7/24", "IpAddress")),
    "suggestion-null-with-qualifier": when(is_("aws:TagKeys", "true", "ForAnyValue:Null")),
    "suggestion-private-ip-address-subset": when(is_("aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"], "IpAddress")),
    "suggestion-private-not-ip-address-subset": when(
        is_("aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"], "NotIpAddress"), Effect="Deny"
    ),
    "suggestion-redundant-action": allow(["s3:Get*", GET]),
    "suggestion-redundant-condition-value-num": when(
        is_("aws:MultiFactorAuthAge", ["2700", "3600"], "NumericLessThan")
    ),
    "suggestion-redundant-resource": allow(GET, [OBJECTS, "arn:aws:s3:::b/k"]),
    "suggestion-wildcard-in-service-name": allow(GET, "arn:aws:s*:::b/*"),
    "suggestion-allow-with-unsupported-tag-condition-key-for-service": when(
        is_("aws:ResourceTag/a", "x"), Action="s3:ListAllMyBuckets", Resource="*"
    ),
    "suggestion-allow-notaction-with-unsupported-tag-condition-key-for-service": {
        **but(), "Condition": is_("aws:ResourceTag/a", "x")
    },
    "suggestion-redundant-key-due-to-wildcard-in-condition": when(is_(TEAM, "*", "StringLikeIfExists")),
    "suggestion-redundant-statement-due-to-wildcard-in-condition": when(
        is_("aws:TagKeys", "*", "ForAnyValue:StringNotLike"), Action="sqs:CreateQueue", Resource=QUEUE
    ),
}  # fmt: skip
OTHERS: dict[str, tuple[PolicyKind, Any]] = {
    "error-invalid-principal-format": ("resource", shared("arn:aws:iam::1:root")),
    "error-invalid-principal-key": ("resource", shared({"Users": HOME})),
    "error-missing-principal": ("resource", allow("sqs:SendMessage", QUEUE)),
    "error-scp-syntax-error-principal": ("scp", allow(Principal="*")),
    "error-unsupported-action-in-policy": ("resource", allow("kms:Decrypt", OBJECTS, Principal={"AWS": HOME})),
    "error-unsupported-resource-arn-in-policy": (
        "resource", allow(GET, [OBJECTS, f"arn:aws:kms:eu-west-1:{HOME}:key/k"], Principal={"AWS": HOME})
    ),
    "error-unsupported-wildcard-in-principal": ("resource", shared({"AWS": f"arn:aws:iam::{HOME}:role/a*"})),
    "error-policy-size-exceeds-scp-quota": ("scp", allow(GET, LONG)),
    "error-policy-size-exceeds-rcp-quota": ("rcp", guard(Resource=LONG)),
    "error-federated-principal-not-supported": ("resource", shared(PROVIDER)),
    "error-unsupported-condition-key-for-service-principal": (
        "resource", shared({"Service": "sns.amazonaws.com"}, is_("aws:PrincipalOrgID", "o-abcdefghij"))
    ),
    "error-role-trust-policy-syntax-error-notprincipal": (
        "trust", {**without("Principal", trust()), "NotPrincipal": {"AWS": HOME}}
    ),
    "error-role-trust-policy-unsupported-wildcard-in-principal": ("trust", trust(principal="*")),
    "error-role-trust-policy-syntax-error-resource": ("trust", trust(Resource="*")),
    "error-missing-action-for-condition-key": ("trust", trust(Condition=is_("sts:SourceIdentity", "ann"))),
    "error-invalid-federated-principal-syntax-in-role-trust-policy": (
        "trust", trust(WEB, {"Federated": "not a domain"})
    ),
    "error-mismatched-action-for-principal": ("trust", trust("sts:AssumeRoleWithSAML")),
    "error-missing-action-for-roles-anywhere-trust-policy": (
        "trust", trust(principal={"Service": "rolesanywhere.amazonaws.com"})
    ),
    "error-rcp-syntax-error-principal": ("rcp", guard(Principal={"AWS": HOME})),
    "error-rcp-syntax-error-allow": ("rcp", guard(Effect="Allow")),
    "error-rcp-syntax-error-notaction": ("rcp", {**without("Action", guard()), "NotAction": "s3:*"}),
    "error-rcp-syntax-error-action": ("rcp", guard(Action="ec2:*")),
    "general-warning-invalid-role-reference": ("resource", shared({"AWS": "AROAABCDEFGHIJKLMNOPQ"})),
    "general-warning-invalid-user-reference": ("resource", shared({"AWS": "AIDAABCDEFGHIJKLMNOPQ"})),
    "general-warning-policy-size-exceeds-resource-policy-quota": (
        "resource", allow(GET, LONG, Principal={"AWS": HOME})
    ),
    "general-warning-specific-github-repo-and-branch-recommended": (
        "trust", trust(WEB, PROVIDER, Condition=is_(f"{GITHUB}:sub", "repo:org/*", "StringLike"))
    ),
    "general-warning-policy-size-exceeds-role-trust-policy-quota": (
        "trust", trust(Condition=is_(TEAM, [f"{'team' * 10}{number}" for number in range(60)]))
    ),
    "general-warning-rcp-missing-related-principal-condition-key": (
        "rcp", guard(is_("aws:PrincipalOrgID", "o-abcdefghij", "StringNotEqualsIfExists"))
    ),
    "general-warning-rcp-missing-related-service-principal-condition-key": (
        "rcp", guard(is_("aws:SourceOrgID", "o-abcdefghij", "StringNotEqualsIfExists"))
    ),
    "general-warning-rcp-missing-service-condition-key-null-check": (
        "rcp", guard({
            **is_("aws:SourceOrgID", "o-abcdefghij", "StringNotEqualsIfExists"),
            "Bool": {"aws:PrincipalIsAWSService": "true"},
        })
    ),
    "security-warning-allow-with-not-principal": (
        "resource", {**without("Principal", shared("*")), "NotPrincipal": {"AWS": HOME}}
    ),
    "security-warning-restrict-access-to-service-principal": ("resource", shared({"Service": "sns.amazonaws.com"})),
    "security-warning-missing-condition-key-for-oidc-principal": (
        "trust", trust(WEB, {"Federated": f"arn:aws:iam::{HOME}:oidc-provider/id.example.com"})
    ),
    "security-warning-missing-github-repo-condition-key": ("trust", trust(WEB, PROVIDER)),
    "security-warning-foranyvalue-with-audience-claim-type": (
        "trust", trust(WEB, PROVIDER, Condition=is_(f"{GITHUB}:aud", "a", "ForAnyValue:StringEquals"))
    ),
    "suggestion-empty-array-principal": ("resource", shared({"AWS": []})),
    "suggestion-empty-object-principal": ("resource", shared({})),
    "suggestion-recommended-condition-key-for-service-principal": (
        "resource", shared({"Service": "sns.amazonaws.com"}, is_("aws:Referer", "x"))
    ),
    "suggestion-irrelevant-condition-key-in-policy": (
        "resource", when(is_("s3:ResourceAccount", HOME), Principal={"AWS": HOME})
    ),
    "suggestion-redundant-principal-in-role-trust-policy": (
        "trust",
        trust(principal={"AWS": [f"arn:aws:iam::{HOME}:role/r", f"arn:aws:sts::{HOME}:assumed-role/r/s"]}),
    ),
    "suggestion-confirm-audience-claim-type": (
        "trust", trust(WEB, PROVIDER, Condition=is_(f"{GITHUB}:aud", "a", "ForAllValues:StringEquals"))
    ),
}  # fmt: skip
OLD = {"Version": "2008-10-17", "Statement": [allow(GET, "arn:aws:s3:::b/${aws:username}")]}
DOCUMENTS: dict[str, tuple[PolicyKind, str]] = {
    "error-json-syntax-error": ("identity", "{"),
    "error-invalid-version": ("identity", json.dumps({"Version": "2020-01-01", "Statement": [allow()]})),
    "error-missing-statement": ("identity", '{"Version": "2012-10-17"}'),
    "error-variable-unsupported-in-version": ("identity", json.dumps(OLD)),
    "general-warning-missing-version": ("identity", json.dumps({"Statement": [allow()]})),
    "error-unique-sids-required": (
        "identity",
        json.dumps({"Version": "2012-10-17", "Statement": [allow(Sid="A"), allow("s3:PutObject", Sid="A")]}),
    ),
    "general-warning-unique-sids-recommended": (
        "resource",
        json.dumps({"Version": "2012-10-17", "Statement": [
            shared({"AWS": HOME}, Sid="A"), shared({"AWS": HOME}, Sid="A", Action="sqs:ReceiveMessage"),
        ]}),
    ),
    "suggestion-redundant-statement": (
        "identity", json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:Get*"), allow()]})
    ),
}  # fmt: skip
NOT_SAID = {
    "error-scp-syntax-error-action-wildcard": "service control policies take wildcards anywhere since 2025: "
    "https://aws.amazon.com/blogs/security/unlock-new-possibilities-aws-organizations-service-control-policy-now-supports-full-iam-language",
    "general-warning-deprecated-global-condition-key": "is of aws:ARN, too, which is said as an error",
}


def shows(anchor: str) -> tuple[PolicyKind, str]:
    if anchor in DOCUMENTS:
        return DOCUMENTS[anchor]
    kind, statement = OTHERS[anchor] if anchor in OTHERS else ("identity", IDENTITY[anchor])
    return kind, json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("anchor", [*IDENTITY, *OTHERS, *DOCUMENTS])
def test_a_policy_that_shows_it(anchor: str) -> None:
    kind, source = shows(anchor)
    pages = [finding.page.rpartition("#access-analyzer-reference-policy-checks-")[2] for finding in
             lint(source, Catalog(shared_store()), kind)]  # fmt: skip
    assert anchor in pages


def test_no_other_check_is_named() -> None:
    """What the rules name is in this list, which was read off the reference."""
    published = {*IDENTITY, *OTHERS, *DOCUMENTS, *NOT_SAID}
    assert len(published) == 153
    source = "".join(path.read_text() for path in Path(package.__file__).parent.glob("*.py"))
    named = set(
        re.findall(r'"((?:error|general-warning|security-warning|suggestion)-[a-z0-9-]+[a-z0-9])"', source)
    )
    assert {
        one for one in named if one not in published and not any(p.startswith(one) for p in published)
    } == set()
