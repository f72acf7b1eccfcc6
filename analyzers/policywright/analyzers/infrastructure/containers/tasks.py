"""ECS task definitions in JSON files, as ``aws ecs register-task-definition`` takes them.

The role that code runs with is ``taskRoleArn``; the execution role is the agent's own and no code uses it.
Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.documents import constant
from policywright.analyzers.infrastructure.images.dockerfile import image
from policywright.analyzers.infrastructure.model import (
    Code,
    Problem,
    ProblemCode,
    Role,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_stack
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.isolation import attempt
from policywright.knowledge.values import Const, Struct, Unknown, Value

_QUIET = frozenset(
    ("nginx", "httpd", "caddy", "haproxy", "redis", "valkey", "memcached", "postgres", "mysql", "busybox")
)
_PUBLIC = ("public.ecr.aws/", "docker.io/", "ghcr.io/", "quay.io/", "gcr.io/", "mcr.microsoft.com/")


def read_tasks(files: ProjectFiles, names: list[str]) -> Iterator[Stack]:
    """A stack for each file that is a task definition; other JSON that mentions one is left out."""
    for name in names:
        found = attempt(partial(_read, files, name), partial(failed_stack, name, "ecs"))
        if found is not None:
            yield found


def _read(files: ProjectFiles, name: str) -> Stack | None:
    tree = parse(name, files.text(name) or "")
    root = tree.root
    if root is not None and root.get("taskDefinition", "containerDefinitions") is not None:
        root = root.get("taskDefinition")
    if root is None or root.get("containerDefinitions") is None:
        if tree.problems:
            return Stack(name=name, dialect="ecs", files=(name,), problems=tuple(tree.problems))
        return None
    return _stack(files, name, root, list(tree.problems))


def _stack(files: ProjectFiles, name: str, root: Node, problems: list[Problem]) -> Stack:
    family = root.get("family")
    id = family.text if family is not None and family.text else PurePosixPath(name).stem
    listed = root.get("containerDefinitions")
    containers = listed.items if listed is not None else []
    role = _role(root, problems)
    workload = Workload(
        id=id,
        kind="task",
        name=Const(id),
        span=root.span,
        role=role.id if role is not None else None,
        code=_code(files, name, containers),
        environment=_environment(containers),
    )
    return Stack(
        name=name, dialect="ecs", files=(name,), workloads=(workload,),
        roles=(role,) if role is not None else (), problems=tuple(problems),
    )  # fmt: skip


def _role(root: Node, problems: list[Problem]) -> Role | None:
    node = root.get("taskRoleArn")
    arn = node.text if node is not None else None
    if node is None or not arn:
        detail = "the task definition names no taskRoleArn: its containers have no role"
        problems.append(Problem(code=ProblemCode.ROLE_NOT_FOUND, span=root.span, detail=detail))
        return None
    id = arn.rsplit("/", 1)[-1]
    return Role(
        id=id, name=Const(id), span=node.span, external=True, services=("ecs-tasks.amazonaws.com",)
    )  # fmt: skip


def _environment(containers: list[Node]) -> Struct:
    """Variables of all containers; one that two set differently has no certain value."""
    found: dict[str, Value] = {}
    more = False
    for container in containers:
        for one in _items(container.get("environment")):
            key, value = one.get("name"), one.get("value")
            if key is not None and key.text is not None and value is not None:
                known = constant(value)
                found[key.text] = known if found.get(key.text, known) == known else Unknown("several")
        for one in _items(container.get("secrets")):
            key = one.get("name")
            if key is not None and key.text is not None:
                found[key.text] = Unknown("secret")
        more |= bool(_items(container.get("environmentFiles")))
    return Struct(tuple(found.items()), more)


def _items(node: Node | None) -> list[Node]:
    return node.items if node is not None else []


def _code(files: ProjectFiles, name: str, containers: list[Node]) -> Code:
    """The image's code, where a Dockerfile near the definition (or the only one) makes it."""
    images = [one.get("image") for one in containers]
    named = [node.text or "" for node in images if node is not None]
    if named and all(one.startswith(_PUBLIC) for one in named):
        return Code(opaque=f"container image {named[0]} is not built here")
    found = _dockerfile(files, name)
    built = image(files, found, str(PurePosixPath(found).parent).removeprefix(".")) if found else None
    if built is None:
        shown = named[0] if named else "without a name"
        return Code(opaque=f"container image {shown}: no Dockerfile here says what is in it")
    # Which of several containers is built here can't be told; the first is what most often is.
    own = next((one for one in named if not one.startswith(_PUBLIC)), "")
    beside = (one for one in named if one != own and not is_quiet_image(one))
    return Code(directory=built.directory, entries=built.entries, sidecars=tuple(dict.fromkeys(beside)))


def is_quiet_image(name: str) -> bool:
    """Whether an image's own program asks AWS for nothing: servers and stores of everybody."""
    return name.split("@", maxsplit=1)[0].rpartition("/")[2].partition(":")[0] in _QUIET


def _dockerfile(files: ProjectFiles, name: str) -> str | None:
    """The nearest Dockerfile in the directories above the file; else the only one of the project."""
    for parent in PurePosixPath(name).parents:
        way = (parent / "Dockerfile").as_posix()
        if files.has(way):
            return way
    every = [one for one in files.names if one.rsplit("/", 1)[-1] == "Dockerfile"]
    return every[0] if len(every) == 1 else None
