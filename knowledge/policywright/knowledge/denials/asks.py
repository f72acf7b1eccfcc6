"""The statement that somebody else would have to add, as text: shown as advice, never applied."""

from __future__ import annotations

import json

from policywright.knowledge.denials.model import Finding, Principal
from policywright.knowledge.denials.principal import account_of

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
}
_KEEPERS = {
    "boundary": "whoever administers the permissions boundary",
    "session": "whoever creates the session, in the session policy",
    "scp": "the organization's administrators, in a service control policy",
    "vpce": "the VPC endpoint's owner, in the endpoint policy",
}
_SERVICES = {
    "lambda": "lambda.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "firehose": "firehose.amazonaws.com",
}


def ask_for(finding: Finding) -> str | None:
    """Whom to ask, and the statement; ``None`` where no added statement helps."""
    if (
        finding.denial == "explicit"
        or not finding.actions
        or finding.topic in ("setting", "model-access", "root")
    ):
        return None
    if is_service_linked(finding.principal) or finding.policy_type == "resource":
        return _resource_statement(finding)
    keeper = _KEEPERS.get(finding.policy_type)
    return f"Ask {keeper} for: {_statement(finding, principal=None)}" if keeper else None


def _resource_statement(finding: Finding) -> str:
    prefix = finding.actions[0].partition(":")[0]
    owner = _OWNERS.get(prefix, "the resource's owner, in the resource's policy")
    return f"Ask {owner} for: {_statement(finding, principal=_who(finding))}"


def _statement(finding: Finding, *, principal: dict[str, str] | str | None) -> str:
    statement: dict[str, object] = {"Effect": "Allow"}
    if principal is not None:
        statement["Principal"] = principal
    statement["Action"] = finding.actions[0] if len(finding.actions) == 1 else list(finding.actions)
    prefix = finding.actions[0].partition(":")[0]
    if prefix == "kms" and principal is not None:
        statement["Resource"] = "*"
    elif not (prefix in ("sts", "ecr") and principal is not None):
        statement["Resource"] = finding.resource or "*"
    return json.dumps(statement)


def _who(finding: Finding) -> dict[str, str] | str:
    """The principal as a resource policy writes it: the role, not its session."""
    principal = finding.principal
    if principal.kind == "service" or (finding.topic or "").endswith(("-service", "service-access")):
        return {"Service": principal.name or _SERVICES.get(finding.service or "", "SERVICE.amazonaws.com")}
    if any(action.startswith("sts:AssumeRoleWith") for action in finding.actions):
        return {"Federated": "arn:aws:iam::ACCOUNT:oidc-provider/ISSUER"}
    home = account_of(principal)
    if principal.kind == "assumed-role" and home and principal.name:
        path = "aws-service-role/SERVICE.amazonaws.com/" if is_service_linked(principal) else ""
        return {"AWS": f"arn:{home[0]}:iam::{home[1]}:role/{path}{principal.name}"}
    return {"AWS": principal.arn or "arn:aws:iam::ACCOUNT:role/NAME"}


def is_service_linked(principal: Principal) -> bool:
    """Whether the principal is a role that only AWS can change."""
    return (principal.name or "").startswith("AWSServiceRoleFor")
