"""IAM's decision: who grants, who limits, who denies, and that every verdict can say why."""

from __future__ import annotations

from typing import Any

import pytest

from policywright.knowledge.policy import verdicts
from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.verdicts import (
    EvaluationRequest,
    NamedPolicy,
    Outcome,
    PolicyKind,
    PolicySet,
    Reason,
)

HOME, AWAY = "111111111111", "222222222222"
USER = f"arn:aws:iam::{HOME}:user/team/ann"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/App/run"
FEDERATED = f"arn:aws:sts::{HOME}:federated-user/fay"
ROLE = f"arn:aws:iam::{HOME}:role/path/App"
ROOT = f"arn:aws:iam::{HOME}:root"
OBJECT = "arn:aws:s3:::b/k"


def policy(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def allow(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def to(*arns: str, **more: Any) -> dict[str, Any]:
    return policy(allow(Principal={"AWS": list(arns)}, **more))


ALL, NONE = policy(allow()), policy(allow("ec2:Nothing"))
EVERYONE = policy(allow(Principal="*"))


def ask(
    principal: str | None = SESSION, action: str = "s3:GetObject", resource: str = OBJECT, **more: Any
) -> EvaluationRequest:
    return EvaluationRequest(principal_arn=principal, action=action, resource=resource, **more)


CASES = [
    # request, policies, reason, kind
    ("nothing grants it", ask(), PolicySet(), Reason.NO_IDENTITY_ALLOW, "identity"),
    ("identity", ask(), PolicySet(identity=[ALL]), Reason.IDENTITY_ALLOW, "identity"),
    (
        "deny wins",
        ask(),
        PolicySet(identity=[ALL, policy(deny("s3:Get*"))]),
        Reason.EXPLICIT_DENY,
        "identity",
    ),
    (
        "resource denies",
        ask(),
        PolicySet(identity=[ALL], resource=policy(deny(Principal="*"))),
        Reason.EXPLICIT_DENY,
        "resource",
    ),
    (
        "boundary limits",
        ask(),
        PolicySet(identity=[ALL], boundary=NONE),
        Reason.NO_BOUNDARY_ALLOW,
        "boundary",
    ),
    ("boundary grants nothing", ask(), PolicySet(boundary=ALL), Reason.NO_IDENTITY_ALLOW, "identity"),
    ("session limits", ask(), PolicySet(identity=[ALL], session=NONE), Reason.NO_SESSION_ALLOW, "session"),
    (
        "boundary before session",
        ask(),
        PolicySet(identity=[ALL], boundary=NONE, session=NONE),
        Reason.NO_BOUNDARY_ALLOW,
        "boundary",
    ),
    (
        "scp at every level",
        ask(),
        PolicySet(identity=[ALL], scps=[[ALL], [NONE, ALL]]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "scp missing at one level",
        ask(),
        PolicySet(identity=[ALL], scps=[[ALL], [NONE]]),
        Reason.NO_SCP_ALLOW,
        "scp",
    ),
    (
        "scp level without policy",
        ask(),
        PolicySet(identity=[ALL], scps=[[ALL], []]),
        Reason.NO_SCP_ALLOW,
        "scp",
    ),
    (
        "scp denies",
        ask(),
        PolicySet(identity=[ALL], scps=[[ALL, policy(deny("s3:*"))]]),
        Reason.EXPLICIT_DENY,
        "scp",
    ),
    (
        "scp spares service-linked roles",
        ask(f"arn:aws:sts::{HOME}:assumed-role/AWSServiceRoleForX/s"),
        PolicySet(identity=[ALL], scps=[[NONE]]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "rcp denies",
        ask(),
        PolicySet(identity=[ALL], rcps=[[policy(deny("s3:*", Principal="*"))]]),
        Reason.EXPLICIT_DENY,
        "rcp",
    ),
    (
        "an rcp reaches some services",
        EvaluationRequest(
            principal_arn=f"arn:aws:iam::{HOME}:user/ann",
            action="ec2:RunInstances",
            resource=f"arn:aws:ec2:eu-west-1:{HOME}:instance/*",
        ),
        PolicySet(identity=[ALL], rcps=[[policy(deny("*", Principal="*"))]]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "an rcp does not reach the retirement of grants",
        EvaluationRequest(
            principal_arn=f"arn:aws:iam::{HOME}:user/ann",
            action="kms:RetireGrant",
            resource=f"arn:aws:kms:eu-west-1:{HOME}:key/k",
        ),
        PolicySet(
            identity=[ALL],
            rcps=[[policy(deny("*", Principal="*"))]],
            resource=policy({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}),
        ),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "rcp full access grants nothing",
        ask(),
        PolicySet(rcps=[[EVERYONE]]),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    ("endpoint limits", ask(), PolicySet(identity=[ALL], vpce=NONE), Reason.NO_VPCE_ALLOW, "vpce"),
    ("endpoint allows", ask(), PolicySet(identity=[ALL], vpce=EVERYONE), Reason.IDENTITY_ALLOW, "identity"),
    # same account: what the resource's policy names decides what its Allow is worth
    ("names the account", ask(), PolicySet(resource=to(ROOT)), Reason.NO_IDENTITY_ALLOW, "identity"),
    ("names the role", ask(), PolicySet(resource=to(ROLE)), Reason.RESOURCE_ALLOW, "resource"),
    (
        "role is limited by boundary",
        ask(),
        PolicySet(resource=to(ROLE), boundary=NONE),
        Reason.NO_BOUNDARY_ALLOW,
        "boundary",
    ),
    (
        "role is limited by session",
        ask(),
        PolicySet(resource=to(ROLE), session=NONE),
        Reason.NO_SESSION_ALLOW,
        "session",
    ),
    (
        "session itself is not",
        ask(),
        PolicySet(resource=to(SESSION), boundary=NONE, session=NONE),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "user itself is not",
        ask(USER),
        PolicySet(resource=to(USER), boundary=NONE),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "federated user",
        ask(FEDERATED),
        PolicySet(resource=to(FEDERATED), session=NONE),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "another user",
        ask(USER),
        PolicySet(resource=to(f"arn:aws:iam::{HOME}:user/bob")),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    ("everyone", ask(USER), PolicySet(resource=EVERYONE), Reason.RESOURCE_ALLOW, "resource"),
    (
        "role by unique id",
        ask(context={"aws:userid": ("AROAABCDEFGHIJKLMNOPQ:run",)}),
        PolicySet(resource=to("AROAABCDEFGHIJKLMNOPQ")),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    # across accounts both have to allow
    (
        "across, both",
        ask(resource_account=AWAY),
        PolicySet(identity=[ALL], resource=to(HOME)),
        Reason.BOTH_ALLOW,
        "identity",
    ),
    (
        "across, no identity",
        ask(resource_account=AWAY),
        PolicySet(resource=to(SESSION)),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "across, no resource",
        ask(resource_account=AWAY),
        PolicySet(identity=[ALL]),
        Reason.NO_RESOURCE_ALLOW,
        "resource",
    ),
    (
        "across, boundary",
        ask(resource_account=AWAY),
        PolicySet(identity=[ALL], resource=to(SESSION), boundary=NONE),
        Reason.NO_BOUNDARY_ALLOW,
        "boundary",
    ),
    (
        "account from the ARN",
        ask(action="sqs:SendMessage", resource=f"arn:aws:sqs:eu-west-1:{AWAY}:q"),
        PolicySet(identity=[ALL]),
        Reason.NO_RESOURCE_ALLOW,
        "resource",
    ),
    # keys and roles: their policy has the last word
    (
        "key policy silent",
        ask(action="kms:Decrypt"),
        PolicySet(identity=[ALL], resource=NONE),
        Reason.NO_RESOURCE_ALLOW,
        "resource",
    ),
    (
        "key policy delegates",
        ask(action="kms:Decrypt"),
        PolicySet(identity=[ALL], resource=to(ROOT)),
        Reason.DELEGATED_ALLOW,
        "identity",
    ),
    (
        "key policy delegates to nothing",
        ask(action="kms:Decrypt"),
        PolicySet(resource=to(ROOT)),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "key policy names the role",
        ask(action="kms:Decrypt"),
        PolicySet(resource=to(ROLE)),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "trust policy",
        ask(action="sts:AssumeRole", resource=f"arn:aws:iam::{HOME}:role/T"),
        PolicySet(
            resource={
                "Statement": {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "sts:AssumeRole"}
            }
        ),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "trust policy of others",
        ask(action="sts:AssumeRole", resource=f"arn:aws:iam::{HOME}:role/T"),
        PolicySet(
            identity=[ALL],
            resource={
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"Service": "ec2.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            },
        ),
        Reason.NO_RESOURCE_ALLOW,
        "resource",
    ),
    # callers without identity policies
    ("anonymous", ask(None), PolicySet(identity=[ALL], resource=EVERYONE), Reason.RESOURCE_ALLOW, "resource"),
    (
        "anonymous refused",
        ask(None),
        PolicySet(identity=[ALL], resource=to(HOME)),
        Reason.NO_RESOURCE_ALLOW,
        "resource",
    ),
    (
        "service",
        ask("events.amazonaws.com"),
        PolicySet(resource=policy(allow(Principal={"Service": "events.amazonaws.com"}))),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    (
        "identity provider",
        ask(f"arn:aws:iam::{HOME}:oidc-provider/idp", "sts:AssumeRoleWithWebIdentity"),
        PolicySet(
            resource={
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"Federated": f"arn:aws:iam::{HOME}:oidc-provider/idp"},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                }
            }
        ),
        Reason.RESOURCE_ALLOW,
        "resource",
    ),
    ("root user", ask(ROOT), PolicySet(), Reason.ROOT_USER, "identity"),
    ("root user under scp", ask(ROOT), PolicySet(scps=[[NONE]]), Reason.NO_SCP_ALLOW, "scp"),
    # negated elements
    (
        "NotAction",
        ask(),
        PolicySet(identity=[policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "NotResource",
        ask(),
        PolicySet(identity=[policy({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"})]),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "NotPrincipal spares who is listed in full",
        ask(),
        PolicySet(
            identity=[ALL],
            resource=policy(
                {
                    "Effect": "Deny",
                    "NotPrincipal": {"AWS": [ROOT, ROLE, SESSION]},
                    "Action": "*",
                    "Resource": "*",
                }
            ),
        ),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "NotPrincipal denies the session of a listed role",
        ask(),
        PolicySet(
            identity=[ALL],
            resource=policy(
                {"Effect": "Deny", "NotPrincipal": {"AWS": [ROOT, ROLE]}, "Action": "*", "Resource": "*"}
            ),
        ),
        Reason.EXPLICIT_DENY,
        "resource",
    ),
    # variables
    (
        "variable",
        ask(USER, resource="arn:aws:s3:::b/ann/x"),
        PolicySet(identity=[policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/*"))]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "variable without value",
        ask(),
        PolicySet(identity=[policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}"))]),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "variable with default",
        ask(),
        PolicySet(identity=[policy(allow("s3:*", "arn:aws:s3:::b/${aws:username, 'k'}"))]),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
    (
        "a value's wildcard is a character",
        ask(context={"aws:PrincipalTag/a": ("*",)}),
        PolicySet(identity=[policy(allow("s3:*", "arn:aws:s3:::b/${aws:PrincipalTag/a}"))]),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "old version has no variables",
        ask(USER, resource="arn:aws:s3:::b/ann"),
        PolicySet(identity=[policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}"), version="2008-10-17")]),
        Reason.NO_IDENTITY_ALLOW,
        "identity",
    ),
    (
        "keys that follow from the caller",
        ask(),
        PolicySet(
            identity=[
                policy(
                    allow(
                        Condition={
                            "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:role/App"},
                            "StringEquals": {
                                "aws:PrincipalAccount": HOME,
                                "aws:PrincipalType": "AssumedRole",
                            },
                            "Bool": {"aws:PrincipalIsAWSService": "false"},
                        }
                    )
                )
            ]
        ),
        Reason.IDENTITY_ALLOW,
        "identity",
    ),
]


@pytest.mark.parametrize(
    ("request_", "policies", "reason", "kind"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_decision(request_: EvaluationRequest, policies: PolicySet, reason: Reason, kind: str) -> None:
    verdict = evaluate(request_, policies)
    assert (verdict.reason, verdict.kind) == (reason, kind)
    assert verdict.allowed is verdicts.REASONS[reason].allowed
    assert bool(verdict.deciding) is (verdict.allowed or verdict.explicit) or reason is Reason.ROOT_USER


def test_the_verdict_names_the_statement_and_why() -> None:
    identity = NamedPolicy(
        name="inline policy reader",
        document=policy(
            allow("s3:GetObject", "arn:aws:s3:::other/*", Sid="Other"),
            allow("s3:Get*", OBJECT, Condition={"Bool": {"aws:SecureTransport": "true"}}),
            deny("sqs:*"),
        ),
    )
    verdict = evaluate(ask(), PolicySet(identity=[identity]))
    assert [(miss.name, miss.outcome) for miss in verdict.near_misses] == [
        ("inline policy reader, statement Other", Outcome.OTHER_RESOURCE),
        ("inline policy reader, statement 2", Outcome.CONDITION_FAILED),
    ]
    assert verdict.near_misses[1].detail == "Bool aws:SecureTransport: wants true, the request has absent"
    allowed = evaluate(ask(context={"aws:SecureTransport": ("true",)}), PolicySet(identity=[identity]))
    assert allowed.why == "an identity policy allows it (inline policy reader, statement 2)"


def test_every_reason_and_outcome_has_its_row() -> None:
    assert set(verdicts.REASONS) == set(Reason)
    assert set(verdicts.OUTCOMES) == set(Outcome)
    assert {info.kind for info in verdicts.REASONS.values() if info.kind} <= set(PolicyKind)
    reached = {case[3] for case in CASES}
    assert reached == set(Reason)
