"""What else runs under a role: container tasks, batch jobs, and state machines."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.agents import execution_needs, passed, with_logs_of_batch
from policywright.analyzers.infrastructure.cloudformation import cdk
from policywright.analyzers.infrastructure.cloudformation.functions import environment, shown_id
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.keys import keys_of_machine
from policywright.analyzers.infrastructure.cloudformation.machines import definition_of
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to, sam_policies, shown
from policywright.analyzers.infrastructure.cloudformation.roles import Roles
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.managed import held_managed
from policywright.analyzers.infrastructure.model import Code, HeldPolicy, ProblemCode, RuntimeNeed, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.runtime import need
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Struct, Value, alternatives

_UNTOLD = ["\ue000"]
"""A command that is not told."""
MACHINE = "AWS::StepFunctions::StateMachine"
TASK = "AWS::ECS::TaskDefinition"
_JOB = "AWS::Batch::JobDefinition"
_TASKS = {
    TASK: (("TaskRoleArn",), ("ContainerDefinitions",)),
    _JOB: (("ContainerProperties", "JobRoleArn"), ("ContainerProperties",)),
    "AWS::AppRunner::Service": (
        ("InstanceConfiguration", "InstanceRoleArn"),
        ("SourceConfiguration", "ImageRepository"),
    ),
}
"""Where a type of task says its role, and its container or containers."""


_EXECUTION = {
    TASK: ("ExecutionRoleArn",),
    _JOB: ("ContainerProperties", "ExecutionRoleArn"),
}
"""Where a type of task says the role under which ECS prepares it."""


def passed_roles(scope: Scope, declared: Declared) -> tuple[Value, ...]:
    """The roles that whoever runs a task definition passes on."""
    if declared.type != TASK:
        return ()
    return passed(
        one for path in ("TaskRoleArn", "ExecutionRoleArn") for one in scope.strings(declared.get(path))
    )


def machines(scope: Scope, files: ProjectFiles, roles: Roles) -> Iterator[tuple[Workload, tuple[str, ...]]]:
    """The state machines, each with the files that its definition comes from."""
    for declared in scope.template.of_kind(MACHINE):
        id = declared.id
        named = declared.get("RoleArn") or declared.get("Role")
        role = roles.run_as(named, id)
        serverless = declared.type != MACHINE
        if role is None and serverless:
            policies = list(_implied(scope, roles, declared))
            boundary = declared.get("PermissionsBoundary")
            role = roles.implicit(id, declared, policies, boundary, "states.amazonaws.com")
        elif role is None:
            detail = f"{id}: the template does not say under which role it runs"
            scope.template.problem(ProblemCode.ROLE_NOT_FOUND, declared.span, detail)
        definition, used = definition_of(scope, files, declared, role)
        yield (
            Workload(
                id=id, kind="state-machine", name=scope.name_of(id), span=declared.span, role=role,
                other_roles=roles.others(named),
                code=Code(), needs=tuple(_machine_needs(scope, declared)), definition=definition,
            ),
            used,
        )  # fmt: skip


def _implied(scope: Scope, roles: Roles, declared: Declared) -> Iterator[HeldPolicy]:
    if _on(scope, declared.get("Tracing", "Enabled")):
        yield held_managed("AWSXRayDaemonWriteAccess", declared.span, kind="implied")
    for node in declared.nodes("Policies"):
        yield from sam_policies(scope, roles.managed, node)


def _machine_needs(scope: Scope, declared: Declared) -> Iterator[RuntimeNeed]:
    logging = declared.get("LoggingConfiguration") or declared.get("Logging")
    if logging is not None and any(
        level != Const("OFF") for level in scope.strings(logging.get("Level"))
    ):  # fmt: skip
        yield from need("state-machine-logs", logging.span)
    tracing = declared.get("TracingConfiguration", "Enabled") or declared.get("Tracing", "Enabled")
    if tracing is not None and _on(scope, tracing):
        yield from need("state-machine-tracing", tracing.span)
    key = declared.get("EncryptionConfiguration", "KmsKeyId")
    if key is not None:
        yield from keys_of_machine(scope, scope.strings(key), key.span)


def _on(scope: Scope, node: Node | None) -> bool:
    return node is not None and scope.truth(node)


def tasks(scope: Scope, files: ProjectFiles, roles: Roles) -> Iterator[Workload]:
    """Container tasks and jobs that run under a role of their own."""
    commands = list(_exec_services(scope))
    for declared in scope.template.of_kind(*_TASKS):
        role_path, containers = _TASKS[declared.type]
        named = declared.get(*role_path)
        role = roles.run_as(named, declared.id) if named is not None else None
        if role is None:
            # Without a role of its own its code has no permissions to look after.
            continue
        nodes = [node for node in scope.elements(declared.get(*containers)) if isinstance(node.value, dict)]
        needs = list(_task_file_systems(scope, declared))
        for value, service in commands:
            if reference_to(value, [declared.id]) is not None:
                when = None if scope.surely(service) else "its service takes commands (EnableExecuteCommand)"
                needs.extend(replace(one, optional=when) for one in need("execute-command", service.span))
        yield Workload(
            id=declared.id, kind="task", name=scope.name_of(declared.id), span=declared.span, role=role,
            other_roles=roles.others(named),
            code=_code(scope, files, nodes),
            environment=_variables(scope, nodes), needs=tuple(needs),
        )  # fmt: skip


def agents(scope: Scope, roles: Roles) -> Iterator[Workload]:
    """What ECS does for tasks under their execution roles."""
    for declared in scope.template.of_kind(*_EXECUTION):
        role = roles.run_as(declared.get(*_EXECUTION[declared.type]), declared.id)
        if role is None:
            continue
        nodes = scope.elements(declared.get(*_TASKS[declared.type][1]))
        found = ((scope.evaluate(node), node.span) for node in nodes)
        containers = [(value, span) for value, span in found if value != NO_VALUE]
        if declared.type == _JOB:
            containers = [(with_logs_of_batch(value), span) for value, span in containers]
        containers.extend(_proxies(scope, declared))
        yield Workload(
            id=declared.id, kind="agent", name=scope.name_of(declared.id), span=declared.span, role=role,
            other_roles=roles.others(declared.get(*_EXECUTION[declared.type])),
            code=Code(),
            needs=tuple(dict.fromkeys((*execution_needs(containers), *_windows_files(scope, declared)))),
        )  # fmt: skip


def _code(scope: Scope, files: ProjectFiles, nodes: list[Node]) -> Code:
    """The code of a task's containers, as far as the CDK has an asset of what their images are made of."""
    made: list[Code] = []
    others: list[str] = []
    for node in nodes:
        images = ", ".join(map(shown, _images(scope, node))) or "(not named)"
        place = cdk.image_asset(files, scope.template.file, node.get("Image"))
        own = [_words(scope, node.get(name)) for name in ("EntryPoint", "Command")]
        found = None if place is None or _UNTOLD in own else _built(files, *place, *own)
        if found is None:
            others.append(images)
        else:
            made.append(found)
    whole = all(one.entries for one in made) or len(made) == 1
    if not made or not whole:
        return Code(opaque=f"its code is in the container image {', '.join(others) or '(not named)'}")
    entries = tuple(dict.fromkeys(entry for one in made for entry in one.entries))
    return replace(made[0], entries=entries, sidecars=tuple(dict.fromkeys(others)))


def _built(
    files: ProjectFiles, context: str, name: str, entrypoint: list[str] | None, command: list[str] | None
) -> Code | None:
    from policywright.analyzers.infrastructure.images.dockerfile import image

    found = image(files, f"{context}/{name}" if context else name, context, entrypoint, command)
    return Code(directory=found.directory, entries=found.entries) if found is not None else None


def _words(scope: Scope, node: Node | None) -> list[str] | None:
    """What starts a container instead of what its image says; None where the template says nothing."""
    if node is None:
        return None
    values = scope.strings(node)
    known = [str(one.value) for one in values if isinstance(one, Const)]
    return known if len(known) == len(values) else _UNTOLD


def _images(scope: Scope, node: Node) -> tuple[Value, ...]:
    return scope.strings(node.get("Image") or node.get("ImageIdentifier"))


def _proxies(scope: Scope, task: Declared) -> Iterator[tuple[Value, Span]]:
    """The proxies that ECS puts beside the containers of a service, as far as they have logs."""
    for service in scope.template.of_kind("AWS::ECS::Service") if task.type == TASK else ():
        logs = service.get("ServiceConnectConfiguration", "LogConfiguration")
        used = scope.evaluate(service.get("TaskDefinition"))
        tasks = [one.id for one in scope.template.of_kind(TASK)]
        if logs is not None and reference_to(used, tasks) in (task.id, None):
            yield Struct((("logConfiguration", scope.evaluate(logs)),)), logs.span


def _exec_services(scope: Scope) -> Iterator[tuple[Value, Node]]:
    for service in scope.template.of_kind("AWS::ECS::Service"):
        switch = service.get("EnableExecuteCommand")
        if switch is not None and _on(scope, switch):
            yield scope.evaluate(service.get("TaskDefinition")), switch


def _task_file_systems(scope: Scope, declared: Declared) -> Iterator[RuntimeNeed]:
    for volume in scope.elements(declared.get("Volumes")):
        efs = volume.get("EFSVolumeConfiguration")
        if efs is None or scope.string(efs.get("AuthorizationConfig", "IAM")) != "ENABLED":
            continue
        for name in scope.strings(efs.get("FilesystemId") or efs.get("FileSystemId")):
            from policywright.analyzers.infrastructure.types import arn_value, resource_type

            row = resource_type("AWS::EFS::FileSystem")
            if row is not None:
                arn = arn_value(row, name)
                yield from need("task-file-system", efs.span, label=shown_id(name, scope), arn=arn)


def _windows_files(scope: Scope, declared: Declared) -> Iterator[RuntimeNeed]:
    """What mounts file systems of FSx for Windows: the agent, which signs in with a secret."""
    for volume in scope.elements(declared.get("Volumes")):
        fsx = volume.get("FSxWindowsFileServerVolumeConfiguration")
        if fsx is None:
            continue
        yield from need("task-windows-files", fsx.span)
        secret = fsx.get("AuthorizationConfig", "CredentialsParameter")
        for arn in scope.strings(secret):
            yield from need("task-secret-somewhere", fsx.span, label=shown(arn), arn=arn)


def _variables(scope: Scope, containers: list[Node]) -> Struct:
    """The variables of all containers; where they differ, any of the values."""
    from policywright.analyzers.infrastructure.cloudformation.strings import one_of

    fields: dict[str, list[Value]] = {}
    for container in containers:
        for entry in scope.elements(
            container.get("Environment") or container.get("RuntimeEnvironmentVariables")
        ):
            name = scope.string(entry.get("Name"))
            values = [one for one in alternatives(scope.evaluate(entry.get("Value"))) if one != NO_VALUE]
            if name is not None and values:
                fields.setdefault(name, []).extend(values)
        configuration = container.get("ImageConfiguration", "RuntimeEnvironmentVariables")
        if configuration is not None:
            fields.update({k: [v] for k, v in environment(scope, [configuration]).fields})
    return Struct(tuple((name, one_of(values)) for name, values in fields.items()))
