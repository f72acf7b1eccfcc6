"""The commands that show the policy which decided: read-only, for whoever has the rights to run them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping

from policywright.knowledge.denials.masks import masked_parts
from policywright.knowledge.denials.model import Finding
from policywright.knowledge.denials.principal import account_of

_TEXT = "--output text"
_FILTERS = {"scp": "SERVICE_CONTROL_POLICY", "rcp": "RESOURCE_CONTROL_POLICY"}


def commands(finding: Finding) -> tuple[str, ...]:
    """What to run to see the policy that decided; none where the text does not tell enough."""
    return tuple(_commands(finding))


def _commands(finding: Finding) -> Iterator[str]:
    kind = finding.policy_type
    if finding.authorization_id:
        # docs.aws.amazon.com/cli/latest/reference/iam-toolbox/get-request-authorization-details.html
        yield (
            "aws iam-toolbox get-request-authorization-details --authorization-id "
            f"{shlex.quote(finding.authorization_id)}"
        )
    if finding.encoded_message:
        yield (
            "aws sts decode-authorization-message --encoded-message "
            f"{shlex.quote(finding.encoded_message)} --query DecodedMessage {_TEXT}"
        )
    policy = finding.denying_policy
    if policy is not None and not masked_parts(policy):
        yield from _policy(policy)
    elif kind in _FILTERS:
        account = _account(finding, of_resource=kind == "rcp")
        if account is not None:
            yield (
                f"aws organizations list-policies-for-target --target-id {account} --filter {_FILTERS[kind]}"
            )
    elif kind == "boundary":
        yield from _entity(finding, "PermissionsBoundary.PermissionsBoundaryArn", _TEXT)
    elif kind == "identity" and finding.denial == "explicit":
        yield from _policies(finding)
    elif kind == "resource":
        yield from _of_resource(finding)
    elif kind == "vpce":
        shown = "VpcEndpoints[].[VpcEndpointId,ServiceName,PolicyDocument]"
        yield f"aws ec2 describe-vpc-endpoints --query '{shown}'"


def _policy(arn: str) -> Iterator[str]:
    named = shlex.quote(arn)
    if ":organizations:" in arn:
        identifier = shlex.quote(arn.rpartition("/")[2])
        yield f"aws organizations describe-policy --policy-id {identifier} --query Policy.Content {_TEXT}"
        return
    version = f'"$(aws iam get-policy --policy-arn {named} --query Policy.DefaultVersionId {_TEXT})"'
    yield f"aws iam get-policy-version --policy-arn {named} --version-id {version}"


def _entity(finding: Finding, query: str, *options: str) -> Iterator[str]:
    principal = finding.principal
    if principal.name and principal.kind in ("role", "assumed-role"):
        found = f"aws iam get-role --role-name {shlex.quote(principal.name)} --query Role.{query}"
    elif principal.name and principal.kind == "user":
        found = f"aws iam get-user --user-name {shlex.quote(principal.name)} --query User.{query}"
    else:
        return
    yield " ".join((found, *options))


def _policies(finding: Finding) -> Iterator[str]:
    principal = finding.principal
    kind = "user" if principal.kind == "user" else "role"
    if principal.name and principal.kind in ("role", "assumed-role", "user"):
        name = shlex.quote(principal.name)
        yield f"aws iam list-attached-{kind}-policies --{kind}-name {name}"
        yield f"aws iam list-{kind}-policies --{kind}-name {name}"


def _of_resource(finding: Finding) -> Iterator[str]:
    resource = finding.resource
    if resource is None or masked_parts(resource) or not resource.startswith("arn:"):
        return
    service, name = resource.split(":")[2], resource.split(":", 5)[5]
    show = _SHOWN.get(service)
    if show is not None and (service != "iam" or name.startswith("role/")):
        yield show(resource, name)


def _of_lambda(arn: str, name: str) -> str:
    if not name.startswith("layer:"):
        return f"aws lambda get-policy --function-name {shlex.quote(arn)} --query Policy {_TEXT}"
    layer, _, version = arn.rpartition(":") if name.count(":") > 1 else (arn, "", "VERSION")
    return (
        f"aws lambda get-layer-version-policy --layer-name {shlex.quote(layer)} "
        f"--version-number {shlex.quote(version)} --query Policy {_TEXT}"
    )


_SHOWN: Mapping[str, Callable[[str, str], str]] = {
    "s3": lambda arn, name: (
        f"aws s3api get-bucket-policy --bucket {shlex.quote(name.partition('/')[0])} --query Policy {_TEXT}"
    ),
    "kms": lambda arn, name: (
        f"aws kms get-key-policy --key-id {shlex.quote(arn)} --policy-name default --query Policy {_TEXT}"
    ),
    "secretsmanager": lambda arn, name: (
        f"aws secretsmanager get-resource-policy --secret-id {shlex.quote(arn)} "
        f"--query ResourcePolicy {_TEXT}"
    ),
    "sns": lambda arn, name: (
        f"aws sns get-topic-attributes --topic-arn {shlex.quote(arn)} --query Attributes.Policy {_TEXT}"
    ),
    "lambda": _of_lambda,
    "ecr": lambda arn, name: (
        "aws ecr get-repository-policy --repository-name "
        f"{shlex.quote(name.removeprefix('repository/'))} --registry-id {shlex.quote(arn.split(':')[4])} "
        f"--query policyText {_TEXT}"
    ),
    "iam": lambda arn, name: (
        f"aws iam get-role --role-name {shlex.quote(name.rpartition('/')[2])} "
        "--query Role.AssumeRolePolicyDocument"
    ),
}


def _account(finding: Finding, *, of_resource: bool) -> str | None:
    parts = (finding.resource or "").split(":", 5)
    if of_resource:
        return parts[4] if len(parts) > 5 and parts[4].isdigit() else None
    home = account_of(finding.principal)
    return home[1] if home else None
