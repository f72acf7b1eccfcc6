"""What a template asks besides its resources: parameters, transforms, hooks; where nested templates are."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.deployment.naming import OPEN, arn_in, objects_of
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole, Value

DYNAMIC = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"
_GUIDE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide"
_REFERENCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference"
_ZONES = ("ec2:DescribeAccountAttributes", "ec2:DescribeAvailabilityZones", "ec2:DescribeSubnets")
_SSM_PARAMETER = "AWS::SSM::Parameter::Value<"
_EXISTING = {
    "AWS::EC2::AvailabilityZone::Name": ("ec2:DescribeAvailabilityZones",),
    "AWS::EC2::Image::Id": ("ec2:DescribeImages",),
    "AWS::EC2::Instance::Id": ("ec2:DescribeInstances",),
    "AWS::EC2::KeyPair::KeyName": ("ec2:DescribeKeyPairs",),
    "AWS::EC2::SecurityGroup::GroupName": ("ec2:DescribeSecurityGroups",),
    "AWS::EC2::SecurityGroup::Id": ("ec2:DescribeSecurityGroups",),
    "AWS::EC2::Subnet::Id": ("ec2:DescribeSubnets",),
    "AWS::EC2::Volume::Id": ("ec2:DescribeVolumes",),
    "AWS::EC2::VPC::Id": ("ec2:DescribeVpcs",),
    "AWS::Route53::HostedZone::Id": ("route53:ListHostedZones",),
}
"""Types of parameters whose values are looked up. User guide, "AWS-specific parameter types"."""
_BLUE_GREEN = (
    "codedeploy:CreateCloudFormationDeployment", "codedeploy:GetApplication", "codedeploy:GetDeployment",
    "codedeploy:GetDeploymentConfig", "codedeploy:GetDeploymentGroup", "codedeploy:GetDeploymentTarget",
)  # fmt: skip
"""Of these and all other Get actions the user guide says "codedeploy:Get*"."""


def parameters(scope: Scope) -> Iterator[Asked]:
    """Parameters whose values are read from SSM, or have to exist already; zones that are asked for."""
    zones = next(_called(scope.template.root, "Fn::GetAZs"), None)
    if zones is not None:
        yield Asked(
            actions=_ZONES, why="the template asks for the zones of the region", span=zones.key_span,
            operation="Fn::GetAZs", phases="cu",
            source=f"{_REFERENCE}/intrinsic-function-reference-getavailabilityzones.html",
        )  # fmt: skip
    for name, node in scope.parameters.items():
        kind, default = node.get("Type"), node.get("Default")
        type = kind.text or "" if kind is not None else ""
        if type.startswith(_SSM_PARAMETER):
            path = default.text if default is not None and default.text is not None else None
            yield Asked(
                actions=("ssm:GetParameters",), resources=(parameter_arn(path),),
                why=f"the value of the parameter {name} is read from SSM", span=node.key_span,
                source=DYNAMIC, operation="ssm:GetParameters",
            )  # fmt: skip
        for known, actions in _EXISTING.items():
            if f"<{known}>" in type or type == known:
                yield Asked(
                    actions=actions, why=f"the value of the parameter {name} has to exist",
                    span=node.key_span, operation="cloudformation:CreateStack", phases="cu",
                    source=f"{_GUIDE}/cloudformation-supplied-parameter-types.html",
                )  # fmt: skip


def parameter_arn(path: str | None) -> Value:
    """The ARN of an SSM parameter; AWS's own have no account."""
    name: Parts = (path.lstrip("/"),) if path else OPEN
    account: str | Hole = "" if path and path.startswith("/aws/service/") else texts.ACCOUNT
    return arn_in("ssm", "parameter/", *name, account=account)


def transforms(scope: Scope) -> Iterator[str]:
    """The names of the transforms of a whole template."""
    node = scope.template.root.get("Transform")
    for one in (node.items or [node]) if node is not None else ():
        name = one.get("Name") if one.mapping else one
        if name is not None and name.text is not None:
            yield name.text


def rest(scope: Scope) -> Iterator[Asked | Unresolved]:
    """What macros, included files and blue-green hooks ask; what can't be told of them."""
    for node in _transforming(scope.template.root):
        name = node.get("Name")
        yield from _transform(scope, node, (name.text if name is not None else node.text) or "")
    hooks = scope.template.root.get("Hooks")
    if hooks is not None:
        yield Asked(
            actions=_BLUE_GREEN, span=hooks.key_span,
            why="hooks deploy blue and green", operation="AWS::CodeDeploy::BlueGreen", phases="cu",
            source=f"{_GUIDE}/blue-green.html",
        )  # fmt: skip


def _transforming(root: Node) -> Iterator[Node]:
    """Every ``Fn::Transform``, and the transforms of the whole template that are no text of AWS's."""
    whole = root.get("Transform")
    yield from (whole.items or [whole]) if whole is not None else ()
    yield from _called(root, "Fn::Transform")


def _called(root: Node, function: str) -> Iterator[Node]:
    """What a function is given, wherever it is called."""
    pending = [root]
    while pending:
        node = pending.pop()
        for key, inner in node.mapping.items():
            if key == function:
                yield inner
            pending.append(inner)
        pending.extend(node.items)


def _transform(scope: Scope, node: Node, name: str) -> Iterator[Asked | Unresolved]:
    if name == "AWS::Include":
        location = scope.evaluate(node.get("Parameters", "Location"))
        yield Asked(
            actions=("s3:GetObject",), resources=objects_of(location), why="a part of the template is there",
            span=node.key_span, operation=name, phases="cu",
            source=f"{_GUIDE}/transform-aws-include.html",
        )  # fmt: skip
        detail = "AWS::Include puts a part into the template that is elsewhere; what it makes is not known"
        yield Unresolved(code=UnresolvedCode.TEMPLATE, span=node.key_span, detail=detail, name=name)
    elif name and not name.startswith("AWS::"):
        yield Asked(
            actions=("lambda:InvokeFunction",), resources=(arn_in("lambda", "function:", *OPEN),),
            why=f"the macro {name} is a function", span=node.key_span, operation=name, phases="cu",
            optional="the function of a macro lets nobody invoke it by itself",
            source=f"{_GUIDE}/template-macros.html",
        )  # fmt: skip
        detail = f"the macro {name} changes the template; what it makes is not known"
        yield Unresolved(code=UnresolvedCode.TEMPLATE, span=node.key_span, detail=detail, name=name)
