"""Reading a template given as text, and values as short text to compare."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from policywright.analyzers.infrastructure.cloudformation import read
from policywright.analyzers.infrastructure.model import HeldPolicy, Role, Stack, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Items, OneOf, Struct, Text, Unknown, Value

PLACES = {"region": "<region>", "account": "<account>", "partition": "<partition>"}


def stacks(root: Path, files: dict[str, str]) -> dict[str, Stack]:
    """The stacks of a project by name."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return {stack.name: stack for stack in read(ProjectFiles.below(root))}


def stack_of(root: Path, template: str, **others: str) -> Stack:
    """The stack of one template."""
    return stacks(root, {"template.yaml": template, **others})["template.yaml"]


def workload(stack: Stack, id: str) -> Workload:
    return next(one for one in stack.workloads if one.id == id)


def role(stack: Stack, id: str) -> Role:
    found = stack.role(id)
    assert found is not None
    return found


def policy(owner: Role, name: str) -> HeldPolicy:
    return next(one for one in owner.policies if one.name == name)


def shown(value: Value | None) -> object:
    """A value as plain data: holes as ``<parameter Stage>``, alternatives as a set."""
    match value:
        case Const(value=scalar):
            return scalar
        case Text(parts=parts):
            return "".join(
                part if isinstance(part, str) else PLACES.get(part.kind) or f"<{part.kind} {part.name}>"
                for part in parts
            )
        case Items(values=values, open=open):
            return [*(shown(one) for one in values), *(["..."] if open else [])]
        case Struct(fields=fields):
            return {key: shown(one) for key, one in fields}
        case OneOf(options=options):
            return frozenset(str(shown(one)) for one in options)
        case Unknown(reason=reason):
            return f"unknown: {reason}"
    return None


def statements(held: HeldPolicy) -> list[tuple[str, list[object], list[object]]]:
    """Effect, actions and resources of each statement."""
    return [
        (
            one.effect,
            [shown(action) for action in one.actions],
            [shown(resource) for resource in one.resources],
        )
        for one in held.statements
    ]


def needs(found: Workload) -> dict[str, set[str]]:
    """The actions that a workload's configuration surely needs, by why."""
    made: dict[str, set[str]] = {}
    for one in found.needs:
        if one.optional is None:
            made.setdefault(one.why, set()).add(one.action)
    return made
