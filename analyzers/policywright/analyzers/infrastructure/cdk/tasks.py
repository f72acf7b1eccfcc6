"""The container tasks of a CDK application that is not synthesised, and what their roles are given.

What their containers run and what their roles have is read of the template alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cdk.calls import camel
from policywright.analyzers.infrastructure.cdk.constructs import Constructs, Made, module_of
from policywright.analyzers.infrastructure.cdk.nodes import Nodes
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.model import Problem, ProblemCode

_SERVICES = ("ApplicationLoadBalanced", "ApplicationMultipleTargetGroups", "NetworkLoadBalanced",
             "NetworkMultipleTargetGroups", "QueueProcessing")  # fmt: skip
_TASKS = {
    "ecs": frozenset(
        ("FargateTaskDefinition", "Ec2TaskDefinition", "ExternalTaskDefinition", "TaskDefinition")
    ),
    "ecs-patterns": frozenset((
        *(f"{one}{on}Service" for one in _SERVICES for on in ("Fargate", "Ec2")),
        "ScheduledFargateTask", "ScheduledEc2Task",
    )),
    "batch": frozenset(("EcsFargateContainerDefinition", "EcsEc2ContainerDefinition")),
}  # fmt: skip
"""The constructs that make a task's role, by their module. Source: the CDK API reference."""
_ROLES = ("taskRole", "task_role", "jobRole", "job_role")


def unread_tasks(constructs: Constructs, nodes: Nodes) -> Iterator[Problem]:
    """The tasks of an application, in order."""
    for made in constructs.all:
        call = made.construct.call
        if made.construct.kind not in _TASKS.get(module_of(made.source, call), ()):
            continue
        granted = list(dict.fromkeys(_granted(constructs, made)))
        has = f", which has {some(granted)}," if granted else ""
        yield Problem(
            code=ProblemCode.NOT_SYNTHESISED,
            span=nodes.span(made.source, call.node),
            detail=f"{made.construct.kind} {made.construct.id}: neither its role{has} nor what its "
            "containers run is read before the application is synthesised",
        )


def _granted(constructs: Constructs, made: Made) -> Iterator[str]:
    """The calls that give the role of a task something, as they are written."""
    name = made.construct.variable
    roles = tuple(f"{name}.{role}" for role in _ROLES) if name else ()
    for source, call in constructs.frames.calls:
        if source is not made.source or name is None:
            continue
        given = call.positional[0].text if call.positional else ""
        own = call.receiver == name and camel(call.method) == "addToTaskRolePolicy"
        inside = any(
            text == role or text.endswith(f".{role}") for text in (given, call.receiver) for role in roles
        )
        if own or inside:
            yield f"{call.receiver}.{call.method}({given if inside and given in roles else '...'})"
