"""Modules of the Terraform registry that are known as data (``registry.toml``); they are never fetched."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Module
from policywright.analyzers.infrastructure.terraform.parse import parse_model
from policywright.analyzers.infrastructure.terraform.traced import Handle, Traced, from_value, hole
from policywright.analyzers.infrastructure.types import attribute_value, physical_name, terraform_type
from policywright.knowledge.records import dataclass, field

_REPOSITORY = re.compile(
    r"(?:git::)?(?:https?://|ssh://)?(?:git@)?github\.com[/:](?P<owner>[\w-]+)"
    r"/terraform-(?P<provider>\w+)-(?P<name>[\w-]+?)(?:\.git)?(?P<sub>//[\w/-]+)?"
)
"""Where the registry's modules come from: ``terraform-PROVIDER-NAME`` is its rule for their repositories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModule:
    """One row: the resource that the module is about, the inputs that matter, its outputs' attributes."""

    resource: str
    name: str = ""
    key: str = ""
    """The input that is its customer managed key."""
    model: str = ""
    """File of a Terraform model of the module, when it makes more than one resource that matters."""
    role: str = ""
    """The output that is the name of the role which the module makes."""
    outputs: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def type(self) -> str:
        return self.resource.partition(".")[0]


@cache
def _table() -> dict[str, KnownModule]:
    text = files(__package__).joinpath("registry.toml").read_text("utf-8")
    rows: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {source: KnownModule(**row) for source, row in rows.items()}


def known_module(block: s.Block) -> KnownModule | None:
    """The row of a module call's source; addresses of the registry and of GitHub are the same module."""
    source = source_of(block)
    if source is None:
        return None
    plain = source.partition("?")[0].removeprefix("registry.terraform.io/")
    match = _REPOSITORY.fullmatch(plain)
    name = plain if match is None else "{owner}/{name}/{provider}{sub}".format_map(match.groupdict(""))
    return _table().get(name)


def modelled(block: s.Block) -> Module | None:
    """The module that stands for a known one, every node of it at its call."""
    row = known_module(block)
    if row is None or not row.model:
        return None
    found = Module(directory=f"<{row.model}>")
    text = files(__package__).joinpath(row.model).read_text("utf-8")
    found.add(parse_model(text, block))
    return found


def source_of(block: s.Block) -> str | None:
    value = block.value("source")
    return value.value if isinstance(value, s.Literal) and isinstance(value.value, str) else None


def address(handle: Handle, row: KnownModule) -> str:
    """The address of the module's main resource."""
    return f"{handle.address}.{row.resource}"


def output(handle: Handle, name: str) -> Traced:
    """An output of a module that is not in the project."""
    row = known_module(handle.block)
    attribute = row.outputs.get(name) if row is not None else None
    if row is not None and attribute is not None:
        known = terraform_type(row.type)
        value = (
            attribute_value(known, attribute, physical_name(address(handle, row)), terraform=True)
            if known is not None
            else None
        )
        if value is not None:
            return from_value(value)
    return hole("reference", f"{handle.address}.{name}")
