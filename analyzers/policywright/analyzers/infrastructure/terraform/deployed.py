"""Plans (``terraform show -json``) and states: what is deployed, with real names, by address.

Beside the ``.tf`` files of its directory such a file gives physical names; where there are no ``.tf`` files
it is read itself, and then nothing can be edited.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.jsontext import QUOTED_STEP, json_of_text
from policywright.analyzers.infrastructure.terraform.modules import Module, parent_of
from policywright.analyzers.infrastructure.terraform.tfjson import block_of
from policywright.analyzers.infrastructure.terraform.traced import Handle, Instance, spelled

_STATE = ".tfstate"
_PLAN_MARKS = ('"format_version"', '"terraform_version"')
_VALUES = ("planned_values", "values")


def deployed_files(files: ProjectFiles) -> dict[str, tuple[str, ...]]:
    """Plans and states by directory; plans come first. A plan's name says that it is one."""
    found: dict[str, list[str]] = {}
    for name in files.names:
        base = name.rpartition("/")[2]
        if name.endswith(_STATE):
            found.setdefault(parent_of(name), []).append(name)
        elif base.endswith(".json") and ("plan" in base or "tfstate" in base):
            text = files.text(name)
            if text is not None and all(mark in text for mark in _PLAN_MARKS):
                found.setdefault(parent_of(name), []).insert(0, name)
    return {directory: tuple(names) for directory, names in found.items()}


def attributes_of(files: ProjectFiles, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Address to attributes, of several files; the first that has an address counts."""
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        try:
            data = json.loads(files.text(name) or "null")
        except (ValueError, RecursionError):
            continue
        for address, attributes in _resources(data):
            found.setdefault(address, attributes)
    return found


def _resources(data: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(data, dict):
        return
    for key in _VALUES:
        top = data.get(key)
        if isinstance(top, dict):
            yield from _module_resources(top.get("root_module"))
    for one in _objects(data.get("resources")):
        if one.get("mode") != "managed":
            continue
        base = f"{one.get('type')}.{one.get('name')}"
        prefix = f"{one['module']}." if isinstance(one.get("module"), str) else ""
        for instance in _objects(one.get("instances")):
            if isinstance(instance.get("attributes"), dict):
                yield f"{prefix}{base}{spelled(instance.get('index_key'))}", instance["attributes"]


def _module_resources(module: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(module, dict):
        return
    for one in _objects(module.get("resources")):
        if one.get("mode") == "managed" and isinstance(one.get("values"), dict):
            yield str(one.get("address")), one["values"]
    for child in _objects(module.get("child_modules")):
        yield from _module_resources(child)


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def handles_of(files: ProjectFiles, name: str) -> list[Handle]:
    """The resources of a plan or state as instances of blocks."""
    text = files.text(name)
    top = json_of_text(name, text, step=QUOTED_STEP) if text is not None else None
    module = Module(directory=parent_of(name), files=(name,))
    instances: dict[str, Instance] = {}
    found: list[Handle] = []
    for prefix, type, label, key, values in _blocks(top):
        instance = instances.setdefault(
            prefix, Instance(module=module, address=prefix, root=module.directory)
        )
        block = block_of(values, "resource", (type, label), literal=True)
        index = key if isinstance(key, str | int) and not isinstance(key, bool) else None
        found.append(Handle(instance=instance, block=block, key=index))
    return found


def _blocks(top: s.Expr | None) -> Iterator[tuple[str, str, str, object, s.Object]]:
    """Module, type, name, index and attributes of every resource."""
    for key in _VALUES:
        yield from _module_blocks(_member(_member(top, key), "root_module"), "")
    for one in _items(_member(top, "resources")):
        if _text(one, "mode") == "managed":
            for instance in _items(_member(one, "instances")):
                values = _member(instance, "attributes")
                if isinstance(values, s.Object):
                    index = _member(instance, "index_key")
                    yield (
                        _text(one, "module"), _text(one, "type"), _text(one, "name"),
                        index.value if isinstance(index, s.Literal) else None, values,
                    )  # fmt: skip


def _module_blocks(module: s.Expr | None, prefix: str) -> Iterator[tuple[str, str, str, object, s.Object]]:
    for one in _items(_member(module, "resources")):
        values = _member(one, "values")
        if _text(one, "mode") == "managed" and isinstance(values, s.Object):
            index = _member(one, "index")
            yield (
                prefix, _text(one, "type"), _text(one, "name"),
                index.value if isinstance(index, s.Literal) else None, values,
            )  # fmt: skip
    for child in _items(_member(module, "child_modules")):
        yield from _module_blocks(child, _text(child, "address"))


def _member(value: s.Expr | None, name: str) -> s.Expr | None:
    if not isinstance(value, s.Object):
        return None
    return next((one for key, one in value.items if key == name), None)


def _items(value: s.Expr | None) -> tuple[s.Expr, ...]:
    return value.items if isinstance(value, s.Tuple) else ()


def _text(value: s.Expr, name: str) -> str:
    found = _member(value, name)
    return found.value if isinstance(found, s.Literal) and isinstance(found.value, str) else ""
