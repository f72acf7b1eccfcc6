"""Resource types that code can name: how a template says their names and ARNs (the table is ``types.toml``).

A pattern of the table has the fields ``{partition} {region} {account} {name}``, in attributes ``{arn}`` and
``{url}`` too; ``pattern_value`` fills it with a physical name.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.records import dataclass, field
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Text, Value

_FIELD = re.compile(r"\{(\w+)\}")
_PLACE = ("partition", "region", "account")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """One row of the table; see the head of ``types.toml`` for what each field says."""

    type: str
    arn: str
    ref: str = "name"
    url: str = ""
    name: str = ""
    arn_from: str = ""
    property: str = ""
    key: str = ""
    terraform: str = ""
    tf_id: str = "name"
    tf_name: str = ""
    tf_arn: str = ""
    tf_property: str = ""
    tf_key: str = ""
    attributes: dict[str, str] = field(default_factory=dict, compare=False)
    tf_attributes: dict[str, str] = field(default_factory=dict, compare=False)
    versions: str = ""
    """The property that names all of its versions, where an ARN is that of one: a family."""
    tf_family: str = ""
    """Terraform's argument for the same."""
    tf_versions: str = ""
    """The attribute that is the ARN without its version: with ``:*`` behind it, any version."""


@cache
def _table() -> dict[str, ResourceType]:
    text = files(__package__).joinpath("types.toml").read_text("utf-8")
    rows: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {name: ResourceType(type=name, **row) for name, row in rows.items()}


@cache
def _by_terraform() -> dict[str, ResourceType]:
    return {row.terraform: row for row in _table().values() if row.terraform}


def resource_type(name: str) -> ResourceType | None:
    """The row of CloudFormation's type name."""
    return _table().get(name)


def resource_types() -> tuple[ResourceType, ...]:
    """All rows."""
    return tuple(_table().values())


def terraform_type(name: str) -> ResourceType | None:
    """The row of Terraform's resource type."""
    return _by_terraform().get(name)


def pattern_value(pattern: str, name: Value, *, arn: str = "", url: str = "") -> Value:
    """A pattern of the table as an abstract value, with a physical name in it.

    ``name`` is ``Const`` or ``Text``; anything else leaves a nameless hole.
    """
    pattern = pattern.replace("{arn}", arn).replace("{url}", url)
    parts: list[str | Hole] = []
    for index, piece in enumerate(_FIELD.split(pattern)):
        if index % 2 == 0:
            parts.append(piece)
        elif piece in _PLACE:
            parts.append(Hole(kind=piece))  # type: ignore[arg-type]
        else:
            parts.extend(after(parts, parts_of(name)))
    return text_of(parts)


def after(before: list[str | Hole], pieces: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    """A name without the slash that the pattern before it already has: SSM's names may begin with one."""
    if pieces and isinstance(pieces[0], str) and before and str(before[-1]).endswith("/"):
        return (pieces[0].removeprefix("/"), *pieces[1:])
    return pieces


def parts_of(value: Value) -> Parts:
    """A string's parts; one nameless hole for what isn't one."""
    match value:
        case Const(value=scalar) if scalar is not None:
            return (str(scalar),)
        case Text(parts=parts):
            return parts
    return (Hole(kind="unknown"),)


def text_of(parts: list[str | Hole]) -> Value:
    """Parts as one value: neighbouring literals joined, a constant when there is no hole."""
    joined: list[str | Hole] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    if all(isinstance(part, str) for part in joined):
        return Const("".join(str(part) for part in joined))
    return Text(tuple(joined))


def physical_name(id: str) -> Text:
    """The hole that stands for a resource's physical name."""
    return Text((Hole(kind="reference", name=id),))


def arn_value(row: ResourceType, name: Value) -> Value:
    """The ARN of a resource of a type."""
    return pattern_value(row.arn, name)


def attribute_value(
    row: ResourceType, attribute: str, name: Value, *, terraform: bool = False
) -> Value | None:
    """What an attribute of a resource is; ``Ref`` and Terraform's ``id`` included. None: not in the table."""
    if terraform:
        named, arn_from, ref, more = row.tf_name, row.tf_arn, ("id", row.tf_id), row.tf_attributes
    else:
        named, arn_from, ref, more = row.name, row.arn_from, ("Ref", row.ref), row.attributes
    if attribute == arn_from:
        return arn_value(row, name)
    if attribute == named:
        return name
    kind = ref[1] if attribute == ref[0] else None
    if kind == "arn":
        return arn_value(row, name)
    if kind == "name":
        return name
    pattern = row.url if kind == "url" else more.get(attribute)
    if not pattern:
        return None
    return pattern_value(pattern, name, arn=row.arn, url=row.url)
