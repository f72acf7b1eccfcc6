"""Requests whose service works with the caller's own permissions: the program does not show what that needs.

``grants`` asks for each call. What such work surely needs is the knowledge's (rows of an operation).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from policywright.analyzers.model import Cause, Identity, SdkCall, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.paths import select
from policywright.knowledge.values import alternatives

_WITHOUT_ROLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("cloudformation", "CreateStack"): ("RoleARN",),
    ("cloudformation", "UpdateStack"): ("RoleARN",),
    ("cloudformation", "DeleteStack"): ("RoleARN",),
    ("cloudformation", "CreateChangeSet"): ("RoleARN",),
    ("cloudformation", "RollbackStack"): ("RoleARN",),
    ("cloudformation", "ContinueUpdateRollback"): ("RoleARN",),
    ("cloudformation", "DetectStackDrift"): (),
    ("cloudformation", "DetectStackResourceDrift"): (),
    ("cloudformation", "StartResourceScan"): (),
    ("cloudcontrol", "CreateResource"): ("RoleArn",),
    ("cloudcontrol", "UpdateResource"): ("RoleArn",),
    ("cloudcontrol", "DeleteResource"): ("RoleArn",),
    ("cloudcontrol", "GetResource"): ("RoleArn",),
    ("cloudcontrol", "ListResources"): ("RoleArn",),
    ("cloudformation", "ExecuteChangeSet"): (),
    ("elasticbeanstalk", "CreateEnvironment"): ("OperationsRole",),
    ("elasticbeanstalk", "AbortEnvironmentUpdate"): (),
    ("elasticbeanstalk", "ApplyEnvironmentManagedAction"): (),
    ("elasticbeanstalk", "ComposeEnvironments"): (),
    ("elasticbeanstalk", "RebuildEnvironment"): (),
    ("elasticbeanstalk", "TerminateEnvironment"): (),
    ("elasticbeanstalk", "UpdateEnvironment"): (),
    ("serverlessrepo", "CreateCloudFormationChangeSet"): (),
    ("servicecatalog", "ProvisionProduct"): (),
    ("servicecatalog", "UpdateProvisionedProduct"): (),
    ("servicecatalog", "TerminateProvisionedProduct"): (),
    ("servicecatalog", "ExecuteProvisionedProductPlan"): (),
    ("servicecatalog", "ExecuteProvisionedProductServiceAction"): (),
    ("ssm", "StartAutomationExecution"): ("Parameters.AutomationAssumeRole",),
    ("ssm", "StartChangeRequestExecution"): (
        "Parameters.AutomationAssumeRole", "Runbooks[].Parameters.AutomationAssumeRole",
    ),
}  # fmt: skip
"""Operations that work with the caller's permissions unless a role is passed, and the members that pass it;
none where what they work on may have a role (a launch constraint of Service Catalog).

AWS CloudFormation user guide, "AWS CloudFormation service role", "Detect unmanaged configuration changes",
"IaC generator", "Execute a change set"; Cloud Control API user guide; Elastic Beanstalk developer guide,
"Operations roles"; Service Catalog administrator guide, "Launch constraints"; Systems Manager user guide,
"Run an automation"; Serverless Application Repository developer guide, "Identity-based policy examples"."""

_PREPARED = {
    ("cloudformation", "ExecuteChangeSet"): (
        ("cloudformation", "CreateChangeSet"), ("serverlessrepo", "CreateCloudFormationChangeSet"),
    ),
}  # fmt: skip
"""What is done as an earlier request of the same caller says: that one has the hole if it passes no role."""

_OF_A_SERVICE = {
    ("ram", "AssociateResourceShare"): ("resourceArns[]", "policy"),
    ("ram", "CreateResourceShare"): ("resourceArns[]", "policy"),
    ("resourcegroupstaggingapi", "TagResources"): ("ResourceARNList[]", "tagging"),
    ("resourcegroupstaggingapi", "UntagResources"): ("ResourceARNList[]", "tagging"),
}
"""What needs an action of the service, too, that an ARN is of: the member with the ARNs, and which action.

RAM user guide, "Error: AccessDenied"; Resource Groups Tagging API reference."""

Made = Collection[tuple[Identity, tuple[str, str]]]
"""Who makes which request: (identity, (client, operation))."""


def holes(call: SdkCall, label: str, made: Made) -> Iterator[Unresolved]:
    """What can't be told of the permissions that a request needs beside those of its operation."""
    operation = (call.service, call.operation)
    roles = _WITHOUT_ROLE.get(operation)
    prepared = any((call.identity, one) in made for one in _PREPARED.get(operation, ()))
    passed = any(found.certain for role in roles or () for found in select(call.parameters, role))
    if roles is not None and not prepared and not passed:
        without = (
            f" without {roles[0].rpartition('.')[2]}" if roles else ", unless what it works on has a role"
        )
        yield _hole(call, label, f"{without}: done with the caller's own permissions, whatever that needs")
    member, kind = _OF_A_SERVICE.get(operation, ("", ""))
    if member and not _is_told(call, member):
        yield _hole(call, label, f" of what can't be told: needs the {kind} action of its own service, too")


def _is_told(call: SdkCall, member: str) -> bool:
    """Whether each ARN that there is says its service."""
    found = select(call.parameters, member)
    values = [texts.parts(value) for one in found for value in alternatives(one.value)]
    return all(_says_service(pieces) for pieces in values)


def _says_service(pieces: texts.Parts) -> bool:
    runs = texts.split(pieces, ":")
    return texts.is_arn(pieces) and len(runs) > 3 and all(isinstance(piece, str) for piece in runs[2])


def _hole(call: SdkCall, label: str, after: str) -> Unresolved:
    """All over the program for the same reason."""
    return Unresolved(
        code=UnresolvedCode.ON_BEHALF, span=call.span, detail=f"{label}{after}", name=label,
        cause=Cause(before="", after=after, key=call.service),
    )  # fmt: skip
