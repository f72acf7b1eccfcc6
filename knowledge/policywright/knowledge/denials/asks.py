"""The statements that somebody would have to add, and where: shown as advice, never applied.

Across accounts two sides must allow a request, so both statements are given. Who may assume a role by a web
identity is never said without the token's audience and subject: without these, anybody's token would do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from policywright.knowledge.denials.masks import fillable, masked_parts
from policywright.knowledge.denials.model import Asked, Finding, Fixable, Principal
from policywright.knowledge.denials.principal import SERVICE_PRINCIPALS, account_of
from policywright.knowledge.records import replace

_OWNERS = {
    "kms": "the key's owner, in the key policy",
    "s3": "the bucket's owner, in the bucket policy",
    "sqs": "the queue's owner, in the queue policy",
    "sns": "the topic's owner, in the topic policy",
    "secretsmanager": "the secret's owner, in the secret's resource policy",
    "ecr": "the repository's owner, in the repository policy",
    "lambda": "the function's owner, in the function's resource policy",
    "sts": "the role's owner, in the role's trust policy",
    "execute-api": "the API's owner, in the API's resource policy",
    "events": "the event bus's owner, in the event bus's policy",
    "dynamodb": "the table's owner, in the table's resource policy",
    "glue": "the catalog's owner, in the catalog's resource policy",
}
_LAYER = "the layer's owner, in the policy of the layer's version"
_KEEPERS = {
    "boundary": "whoever administers the permissions boundary",
    "session": "whoever creates the session, in the session policy",
    "scp": "the organization's administrators, in a service control policy",
    "vpce": "the VPC endpoint's owner, in the endpoint policy",
}
_LOG_KEEPERS = ("s3:GetBucketAcl", "s3:ListBucket")
_ON_THE_BUCKET = {
    "config.amazonaws.com": _LOG_KEEPERS,
    "cloudtrail.amazonaws.com": _LOG_KEEPERS[:1],
    "delivery.logs.amazonaws.com": _LOG_KEEPERS,
}
"""What services that write logs ask of the bucket itself besides (guides of Config, CloudTrail and VPC)."""
_FOR_AN_ACCOUNT = {
    *_ON_THE_BUCKET,
    "es.amazonaws.com",
    "guardduty.amazonaws.com",
    "s3.amazonaws.com",
    "ses.amazonaws.com",
}
"""Services whose guides limit such a statement by ``aws:SourceAccount``, or anybody's resources would do."""
_NO_STATEMENT = frozenset({"setting", "key-policy", "model-access", "root", "unknown-type", "no-permission"})
_ISSUERS = {
    "token.actions.githubusercontent.com": (
        "sts.amazonaws.com",
        "repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH",
    ),
    "gitlab.com": ("https://gitlab.com", "project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH"),
    "app.terraform.io": (
        "aws.workload.identity",
        "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:RUN_PHASE",
    ),
    "api.bitbucket.org": ("ari:cloud:bitbucket::workspace/WORKSPACE_ID", "{REPOSITORY_ID}:{STEP_ID}"),
    "accounts.google.com": ("CLIENT_ID", "SUBJECT"),
}
"""The audience and the form of the subject in the tokens of an issuer."""
_EKS = ("sts.amazonaws.com", "system:serviceaccount:NAMESPACE:SERVICE_ACCOUNT")
BY_TOKEN = frozenset({"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"})
"""What is asked with a token and signed by nobody: no identity has a policy for it, the trusted role has."""


def asks_for(finding: Finding, verdict: Fixable) -> tuple[Asked, ...]:
    """Whom to ask for which statement; none where no added statement helps."""
    if finding.denial == "explicit" or not finding.actions or finding.topic in _NO_STATEMENT:
        return ()
    return tuple(_asks(finding, verdict))


def _asks(finding: Finding, verdict: Fixable) -> Iterator[Asked]:
    prefix = finding.actions[0].partition(":")[0]
    keeper = _KEEPERS.get(finding.policy_type)
    if finding.topic == "iot":
        whom = "whoever keeps the IoT policy of the client's certificate or Cognito identity"
        yield Asked(whom=whom, statement=_statement(finding, principal=None))
        return
    if keeper is not None:
        everyone = "*" if finding.policy_type == "vpce" else None
        yield Asked(whom=keeper, statement=_statement(finding, principal=everyone))
        return
    if finding.principal.kind == "anonymous":  # to sign the request is better than to let everyone in
        return
    by_token = not BY_TOKEN.isdisjoint(finding.actions)
    theirs = finding.policy_type == "resource" or is_service_linked(finding.principal)
    abroad = _across_accounts(finding)
    if theirs or (abroad and prefix in _OWNERS) or by_token or _may_be_trust(finding, verdict):
        layer = prefix == "lambda" and ":layer:" in (finding.resource or "")
        owner = _LAYER if layer else _OWNERS.get(prefix, "the resource's owner, in the resource's policy")
        yield from _of_the_bucket(finding, owner)
        yield Asked(whom=owner, statement=_statement(finding, principal=_who(finding)))
    needs_own = theirs and verdict == "no" and (abroad or prefix == "s3") and not by_token
    if needs_own and _has_policies(finding.principal):
        who = f"{finding.principal.kind.replace('assumed-', '')} {finding.principal.name}"
        whom = f"the caller's own account, in an identity policy of {who}"
        yield Asked(whom=whom, statement=_statement(finding, principal=None))


def _of_the_bucket(finding: Finding, owner: str) -> Iterator[Asked]:
    """The statement on the bucket that a service needs beside the one on what it writes there."""
    asked = _ON_THE_BUCKET.get(finding.principal.name or "", ())
    bucket = (finding.within or finding.resource or "").partition("/")[0]
    if not asked or finding.actions != ("s3:PutObject",) or not bucket:
        return
    on_bucket = replace(finding, actions=asked, resource=bucket, within=None)
    yield Asked(whom=owner, statement=_statement(on_bucket, principal=_who(finding)))


def _may_be_trust(finding: Finding, verdict: Fixable) -> bool:
    """The text does not say which side refuses that a role is assumed."""
    return verdict != "yes" and "sts:AssumeRole" in finding.actions


def _across_accounts(finding: Finding) -> bool:
    home = account_of(finding.principal)
    parts = (finding.resource or "").split(":", 5)
    return home is not None and len(parts) > 5 and parts[4].isdigit() and parts[4] != home[1]


def _has_policies(principal: Principal) -> bool:
    known = principal.kind in ("role", "assumed-role", "user") and principal.name is not None
    return known and not is_service_linked(principal)


def _statement(finding: Finding, *, principal: dict[str, str] | str | None) -> str:
    statement: dict[str, object] = {"Effect": "Allow"}
    if principal is not None:
        statement["Principal"] = principal
    statement["Action"] = finding.actions[0] if len(finding.actions) == 1 else list(finding.actions)
    prefix = finding.actions[0].partition(":")[0]
    attached = principal is not None and finding.policy_type != "vpce"
    if prefix == "kms" and attached:
        statement["Resource"] = "*"
    elif not (prefix in ("sts", "ecr") and attached):
        statement["Resource"] = _place(finding)
    strangers = principal is not None or not BY_TOKEN.isdisjoint(finding.actions)
    if strangers and (conditions := _conditions(finding)):
        statement["Condition"] = conditions
    return json.dumps(statement)


_IOT = {
    "iot:Connect": "client/CLIENT_ID",
    "iot:Subscribe": "topicfilter/FILTER",
    "iot:Publish": "topic/TOPIC",
    "iot:Receive": "topic/TOPIC",
}
"""What such an action is asked on; the others are asked on things."""


def _place(finding: Finding) -> str:
    """The resource of a statement, with words in the place of what the text hides or leaves out."""
    if finding.topic == "iot":
        return f"arn:aws:iot:REGION:ACCOUNT:{_IOT.get(finding.actions[0], 'thing/THING')}"
    return fillable(finding.resource or finding.within or "ARN_OF_THE_RESOURCE")


def _conditions(finding: Finding) -> dict[str, dict[str, str]]:
    """What a statement on strangers' tokens must ask, in any policy, and whom an endpoint lets through."""
    if "sts:AssumeRoleWithWebIdentity" in finding.actions:
        issuer = finding.issuer or "ISSUER"
        known = _EKS if issuer.startswith("oidc.eks.") else _ISSUERS.get(issuer)
        audience, subject = known or ("AUDIENCE", "SUBJECT")
        return {"StringEquals": {f"{issuer}:aud": audience, f"{issuer}:sub": subject}}
    if "sts:AssumeRoleWithSAML" in finding.actions:
        return {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    if finding.policy_type == "vpce":
        return _only(finding)
    if finding.topic == "service-access" and finding.principal.name in _FOR_AN_ACCOUNT:
        writes = finding.principal.name in _ON_THE_BUCKET and finding.actions == ("s3:PutObject",)
        owned = {"s3:x-amz-acl": "bucket-owner-full-control"} if writes else {}
        return {"StringEquals": {**owned, "aws:SourceAccount": "ACCOUNT"}}
    return _only(finding) if _center_role(finding.principal) else {}


def _center_role(principal: Principal) -> str | None:
    """The ARNs of an Identity Center role, whose path has a Region that sessions do not tell."""
    home = account_of(principal)
    if home is None or not (principal.name or "").startswith("AWSReservedSSO_"):
        return None
    return f"arn:{home[0]}:iam::{home[1]}:role/aws-reserved/sso.amazonaws.com/*{principal.name}"


def _only(finding: Finding) -> dict[str, dict[str, str]]:
    """The condition that lets nobody through but the principal; none where it is not known."""
    if (pattern := _center_role(finding.principal)) is not None:
        return {"ArnLike": {"aws:PrincipalArn": pattern}}
    who = _who(finding)
    arn = who.get("AWS", "ACCOUNT") if isinstance(who, dict) else "ACCOUNT"
    return {} if "ACCOUNT" in arn else {"ArnEquals": {"aws:PrincipalArn": arn}}


def _who(finding: Finding) -> dict[str, str] | str:
    """The principal as a resource policy writes it: the role, not its session."""
    principal = finding.principal
    if finding.topic == "key-service":
        return {"Service": "logs.REGION.amazonaws.com"}
    if principal.kind == "service" or (finding.topic or "").endswith(("-service", "service-access")):
        return {
            "Service": principal.name
            or SERVICE_PRINCIPALS.get(finding.service or "", "SERVICE.amazonaws.com")
        }
    account = _account_of_role(finding)
    if "sts:AssumeRoleWithSAML" in finding.actions:
        return {"Federated": f"arn:aws:iam::{account}:saml-provider/PROVIDER"}
    if "sts:AssumeRoleWithWebIdentity" in finding.actions:
        return {"Federated": f"arn:aws:iam::{account}:oidc-provider/{finding.issuer or 'ISSUER'}"}
    home = account_of(principal)
    if home and _center_role(principal):
        return {"AWS": f"arn:{home[0]}:iam::{home[1]}:root"}
    if principal.kind == "assumed-role" and home and principal.name:
        path = "aws-service-role/SERVICE.amazonaws.com/" if is_service_linked(principal) else ""
        return {"AWS": f"arn:{home[0]}:iam::{home[1]}:role/{path}{principal.name}"}
    if principal.arn is None or masked_parts(principal.arn):
        # What is told stays told: a mask of the account hides no name.
        kind = "user" if principal.kind == "user" else "role"
        partition = (principal.arn or "arn:aws").split(":")[1]
        return {"AWS": f"arn:{partition}:iam::ACCOUNT:{kind}/{principal.name or 'NAME'}"}
    return {"AWS": principal.arn}


def _account_of_role(finding: Finding) -> str:
    """The account of the role that is to be assumed, which has the provider as well."""
    parts = (finding.resource or "").split(":", 5)
    told = parts[4] if len(parts) > 5 and parts[4].isdigit() else None
    home = account_of(finding.principal)
    return told or (home[1] if home else "ACCOUNT")


def is_service_linked(principal: Principal) -> bool:
    """Whether the principal is a role that only AWS can change."""
    return (principal.name or "").startswith("AWSServiceRoleFor")
