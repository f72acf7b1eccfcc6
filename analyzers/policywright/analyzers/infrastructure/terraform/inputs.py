"""What callers give the variables of a module, and which of these are one thing's name and its ARN.

A module that is given both, ``bucket`` and ``bucket_arn``, and whose code is told the name, needs what is on
``${var.bucket_arn}/*``: so its own files say it, as long as that is so for all who call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import References, beyond, references_of
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.traced import Env, Instance, plain
from policywright.analyzers.infrastructure.types import ResourceType, arn_value, resource_types
from policywright.knowledge.values import Const, Hole, Text, Value

_ARN = "arn:"
_SERVICE = 2
_MAX_INPUTS = 60
"""Variables of one module that are compared with each other."""


def inputs_of(evaluator: Evaluator, top: Instance) -> Iterator[tuple[str, tuple[tuple[str, Value], ...]]]:
    """What each call of a module gives it, in a root module and in what that calls."""
    pending = [top]
    while pending:
        current = pending.pop()
        pending.extend(child for several in current.children.values() for _, child in several)
        if current.parent is not None:
            env = Env(instance=current)
            values = ((name, plain(evaluator.variable(name, env))) for name in current.inputs)
            known = tuple((name, value) for name, value in values if _is_text(value))
            yield current.module.directory, known


def same_things(directory: str, stacks: Iterable[Stack]) -> tuple[tuple[Value, str], ...]:
    """ARNs by the variable that is a name, and the variable that is that ARN in every call of a module."""
    calls = [
        (references_of(stack), dict(values))
        for stack in stacks
        if not stack.callers
        for called, values in stack.inputs
        if called == directory
    ]
    if not calls:
        return ()
    everywhere = [name for name in calls[0][1] if all(name in values for _, values in calls)][:_MAX_INPUTS]
    arns = [name for name in everywhere if all(_begins(values[name]) for _, values in calls)]
    names = [name for name in everywhere if not any(_begins(values[name]) for _, values in calls)]
    found: list[tuple[Value, str]] = []
    for arn in arns:
        for name in names:
            row = _row(calls, name, arn)
            if row is not None:
                by_name = Text((Hole(kind="parameter", name=f"var.{name}"),))
                found.append((arn_value(row, by_name), f"var.{arn}"))
    return tuple(found)


def _row(calls: Sequence[tuple[References, Mapping[str, Value]]], name: str, arn: str) -> ResourceType | None:
    """The type of which one variable is the ARN of what another one names, wherever both are given."""
    for row in _rows(*calls[0], arn):
        if all(
            beyond(references.canonical(values[arn]), references.canonical(arn_value(row, values[name])))
            == ""
            for references, values in calls
        ):
            return row
    return None


def _rows(references: References, values: Mapping[str, Value], arn: str) -> Iterator[ResourceType]:
    """The types that something with such an ARN may be of."""
    value = values[arn]
    parts = value.parts if isinstance(value, Text) else ()
    own = [references.types.get(part.name or "") for part in parts if isinstance(part, Hole)]
    known = [row for row in own if row is not None]
    if known:
        yield known[0]
        return
    fields = _beginning(value).split(":")
    for row in resource_types():
        if len(fields) > _SERVICE and row.arn.split(":")[_SERVICE : _SERVICE + 1] == [fields[_SERVICE]]:
            yield row


def _is_text(value: Value) -> bool:
    return isinstance(value, Text) or (isinstance(value, Const) and isinstance(value.value, str))


def _begins(value: Value) -> bool:
    return _beginning(value).startswith(_ARN)


def _beginning(value: Value) -> str:
    match value:
        case Const(value=str() as text):
            return text
        case Text(parts=(str() as first, *_)):
            return first
    return ""


__all__ = ["inputs_of", "same_things"]
