"""How each module's files write what another module has: ``module.x.queue_arn`` outside, ``var.queue_arn``
inside.

Only what is exactly one attribute of one resource of a known type counts, and the data sources of a module
for the region, account and partition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.model import Resource, Spelling
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Handle,
    Instance,
    Mapping,
    Scalar,
    Traced,
    Whole,
    plain,
)
from policywright.analyzers.infrastructure.types import attribute_value, physical_name, resource_type
from policywright.knowledge.values import Hole, Text, Value

_PLACES = {
    "aws_caller_identity": ("account", "account_id"),
    "aws_region": ("region", "id"),
    "aws_partition": ("partition", "partition"),
}


_KEY = re.compile(r"[A-Za-z_][\w-]*")
"""A key of an object that can follow a dot."""


class _Found:
    """The first spelling of each thing in each directory of the project."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str, str], Spelling] = {}

    def add(self, one: Spelling) -> None:
        if not one.directory.startswith("<"):
            self.by_key.setdefault((one.directory, one.id, one.attribute), one)


def spellings_of(
    evaluator: Evaluator, handles: list[Handle], resources: tuple[Resource, ...], top: Instance
) -> tuple[Spelling, ...]:
    """All spellings of a root module and of what it calls."""
    found = _Found()
    # Who calls a place by a name of the module's own means it to be called so.
    for instance in _instances(top):
        for spelling in _of_locals(evaluator, instance):
            found.add(spelling)
    for handle in handles:
        if handle.mode == "data" and handle.type in _PLACES and handle.block.attribute("provider") is None:
            attribute, name = _PLACES[handle.type]
            inside = handle.address.removeprefix(f"{handle.instance.address}.")
            spelling = Spelling(
                directory=handle.instance.module.directory,
                id="",
                attribute=attribute,
                expression=f"{inside}.{_as_written(evaluator, handle, inside) or name}",
            )
            found.add(spelling)
    attributes = _attributes(resources)
    meaning: dict[Value, tuple[str, str]] = {}
    for (id, attribute), value in attributes.items():
        meaning.setdefault(value, (id, attribute))
    by_id: dict[str, list[str]] = {}
    for id, attribute in attributes:
        by_id.setdefault(id, []).append(attribute)
    own: dict[Instance, list[str]] = {}
    for handle in handles:
        if handle.address in by_id:
            own.setdefault(handle.instance, []).append(handle.address)
    for instance in _instances(top):
        for spelling in _of_module(evaluator, instance, meaning, by_id, own.get(instance, [])):
            found.add(spelling)
    for handle in handles:
        if handle.mode == "module":
            for spelling in _of_known(handle, evaluator, meaning):
                found.add(spelling)
    return tuple(found.by_key.values())


def _as_written(evaluator: Evaluator, handle: Handle, inside: str) -> str:
    """The attribute by which the module itself says the region; each version of the provider has its own."""
    if handle.type != "aws_region":
        return ""
    said = re.compile(rf"{re.escape(inside)}\.(name|region|id)\b")
    files = handle.instance.module.files
    found = (said.search(evaluator.modules.files.text(file) or "") for file in files)
    return next((one[1] for one in found if one is not None), "")


def _of_locals(evaluator: Evaluator, instance: Instance) -> Iterator[Spelling]:
    """Locals that are a place of the deployment by another name."""
    for name, expression in instance.module.locals.items():
        if not isinstance(expression, s.GetAttr):
            continue
        known = plain(evaluator.evaluate(expression, Env(instance=instance)))
        part = known.parts[0] if isinstance(known, Text) and len(known.parts) == 1 else None
        if isinstance(part, Hole) and part.kind in ("account", "region", "partition"):
            yield Spelling(
                directory=instance.module.directory, id="", attribute=part.kind, expression=f"local.{name}"
            )


def _attributes(resources: tuple[Resource, ...]) -> dict[tuple[str, str], Value]:
    """What the ARN, name and id of every resource of a known type are."""
    found: dict[tuple[str, str], Value] = {}
    for resource in resources:
        row = resource_type(resource.type)
        if row is None:
            continue
        for attribute in dict.fromkeys((row.tf_arn, row.tf_name, "id", *row.tf_attributes)):
            value = (
                attribute_value(row, attribute, physical_name(resource.id), terraform=True)
                if attribute
                else None
            )
            if value is not None:
                found[resource.id, attribute] = value
    return found


def _instances(top: Instance) -> Iterator[Instance]:
    pending = [top]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(child for several in current.children.values() for _, child in several)


def _of_module(
    evaluator: Evaluator,
    instance: Instance,
    meaning: dict[Value, tuple[str, str]],
    by_id: dict[str, list[str]],
    own: list[str],
) -> Iterator[Spelling]:
    """A called module's inputs, its own resources, and its outputs for who calls it."""
    if instance.parent is None:
        return
    directory, prefix = instance.module.directory, f"{instance.address}."
    env = Env(instance=instance)
    for name in instance.inputs:
        yield from _said(evaluator.variable(name, env), directory, f"var.{name}", meaning, by_id, prefix)
    for id in own:
        inner = id.removeprefix(prefix)
        for attribute in by_id[id]:
            expression = f"{inner}.{attribute}"
            yield Spelling(directory=directory, id=id, attribute=attribute, expression=expression)
    outer = instance.parent.instance
    label = instance.address.removeprefix(f"{outer.address}.")
    for name, block in instance.module.outputs.items():
        value = evaluator.attribute(block, "value", env)
        yield from _said(value, outer.module.directory, f"{label}.{name}", meaning, by_id, prefix)


def _said(
    value: Traced,
    directory: str,
    expression: str,
    meaning: dict[Value, tuple[str, str]],
    by_id: dict[str, list[str]],
    inside: str,
) -> Iterator[Spelling]:
    match value:
        case Whole(handles=(handle,)):
            for attribute in by_id.get(handle.address, ()):
                yield Spelling(
                    directory=directory,
                    id=handle.address,
                    attribute=attribute,
                    expression=f"{expression}.{attribute}",
                )
        case Mapping(fields=fields):
            for key, one in fields.items():
                if _KEY.fullmatch(key):
                    yield from _said(one, directory, f"{expression}.{key}", meaning, by_id, inside)
        case Scalar():
            known = plain(value)
            found = meaning.get(known)
            part = known.parts[0] if isinstance(known, Text) and len(known.parts) == 1 else None
            is_input = expression.startswith("var.")
            if isinstance(part, Hole) and part.kind in ("parameter", "reference") and part.name:
                # An output says what nothing else outside can: what is inside its module.
                if is_input or part.name.startswith(inside):
                    yield Spelling(directory=directory, id="", attribute=part.name, expression=expression)
            elif is_input and isinstance(part, Hole) and part.kind in ("account", "region", "partition"):
                yield Spelling(directory=directory, id="", attribute=part.kind, expression=expression)
            if found is not None:
                yield Spelling(directory=directory, id=found[0], attribute=found[1], expression=expression)


def _of_known(
    handle: Handle, evaluator: Evaluator, meaning: dict[Value, tuple[str, str]]
) -> Iterator[Spelling]:
    """Outputs of a module of the registry."""
    from policywright.analyzers.infrastructure.terraform.registry import known_module

    row = known_module(handle.block)
    label = handle.address.removeprefix(f"{handle.instance.address}.")
    for name in row.outputs if row is not None else ():
        found = meaning.get(plain(evaluator.output(handle, name, False)))
        if found is not None:
            yield Spelling(
                directory=handle.instance.module.directory,
                id=found[0],
                attribute=found[1],
                expression=f"{label}.{name}",
            )
