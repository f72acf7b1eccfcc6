"""Terraform's plans (``terraform show -json``): what happens to which resource, and what values it will have.

Format: https://developer.hashicorp.com/terraform/internals/json-format. What is only known after the apply is
``Unknown`` here, which counts as set.
"""

from __future__ import annotations

import json
from typing import Any

from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.infrastructure.model import without_index
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import REGION, Parts
from policywright.knowledge.values import Const, Items, Struct, Unknown, Value

_MARKS = ('"format_version"', '"resource_changes"')
_ACTIONS = {"create": "cr", "read": "r", "update": "ru", "delete": "rd", "no-op": "r"}
_MAX_DEPTH = 40
ANY_ROLE = arn_in("iam", "role/", *OPEN, region="", account=OPEN[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A resource of a plan; ``phases`` are letters as everywhere in this room."""

    type: str
    properties: Struct
    phases: str
    provider: str
    span: Span
    tagged: bool = False
    before: Struct | None = None
    """What it is until it is changed, replaced or deleted."""

    @property
    def after(self) -> str:
        """The phases of what it will be."""
        return self.phases if self.before is None else self.phases.replace("d", "")


@dataclass(slots=True, eq=False)
class Planned:
    """One plan: its resources by address, and the roles and regions of its providers."""

    span: Span
    resources: dict[str, Change] = field(default_factory=dict)
    roles: dict[str, Value] = field(default_factory=dict)
    regions: dict[str, Parts] = field(default_factory=dict)

    def of(self, address: str) -> Change | None:
        return self.resources.get(address)


def is_planned(files: ProjectFiles, name: str) -> bool:
    """A file looks like a plan."""
    text = files.text(name) if name.endswith(".json") else None
    return text is not None and all(mark in text for mark in _MARKS)


def plans_of(files: ProjectFiles) -> dict[str, Planned]:
    """The plans of a project, by the names of their files."""
    found: dict[str, Planned] = {}
    for name in files.names:
        text = files.text(name) if is_planned(files, name) else None
        if text is None:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            found[name] = _plan(name, text, data)
    return found


def _plan(name: str, text: str, data: dict[str, Any]) -> Planned:
    planned = Planned(span=whole_file(name))
    providers, tags = _providers(data)
    variables = _objects(data.get("variables"))
    for provider, body in _objects(_get(data, "configuration", "provider_config")).items():
        assumed = _get(body, "expressions", "assume_role", 0, "role_arn")
        if assumed is not None:
            role = _constant(assumed, variables)
            planned.roles[provider] = Const(role) if role else ANY_ROLE
        region = _get(body, "expressions", "region")
        if region is not None:
            planned.regions[provider] = (_constant(region, variables) or REGION,)
    for change in data.get("resource_changes", ()):
        if not isinstance(change, dict) or not isinstance(change.get("address"), str):
            continue
        body = change.get("change")
        if not isinstance(body, dict):
            continue
        actions = [one for one in body.get("actions", ()) if one in _ACTIONS]
        phases = {letter for one in actions for letter in _ACTIONS[one]}
        if "importing" in body:
            phases |= {"r"}
        data_source = change.get("mode") == "data"
        address = change["address"]
        provider = providers.get(without_index(address), "aws")
        planned.resources[address] = Change(
            type=f"data.{change.get('type')}" if data_source else str(change.get("type")),
            properties=_properties(body), phases="".join(one for one in "crud" if one in phases) or "r",
            provider=provider, span=_span(name, text, address), tagged=provider in tags,
            before=_before(body) if phases & {"u", "d"} else None,
        )  # fmt: skip
    return planned


def _properties(body: dict[str, Any]) -> Struct:
    """What will be, else (when it is deleted) what was; what isn't known yet is unknown."""
    after = body.get("after") if isinstance(body.get("after"), dict) else None
    known = _value(after if after is not None else body.get("before"), body.get("after_unknown"), 0)
    return known if isinstance(known, Struct) else Struct(())


def _before(body: dict[str, Any]) -> Struct | None:
    """What was, where that is not all that there is."""
    if not isinstance(body.get("before"), dict) or not isinstance(body.get("after"), dict):
        return None
    known = _value(body["before"], None, 0)
    return known if isinstance(known, Struct) else None


def _value(value: Any, unknown: Any, depth: int) -> Value:
    if unknown is True:
        return Unknown("known after apply")
    if depth > _MAX_DEPTH:
        return Unknown("depth")
    if isinstance(value, dict) or (value is None and isinstance(unknown, dict)):
        given = value or {}
        more = unknown if isinstance(unknown, dict) else {}
        return Struct(
            tuple((key, _value(given.get(key), more.get(key), depth + 1)) for key in {**given, **more})
        )
    if isinstance(value, list):
        rest = unknown if isinstance(unknown, list) else []
        return Items(
            tuple(
                _value(one, rest[index] if index < len(rest) else None, depth + 1)
                for index, one in enumerate(value)
            )
        )
    return Const(value)


def _providers(data: dict[str, Any]) -> tuple[dict[str, str], set[str]]:
    """Address (without indexes) to the key of its provider's configuration.

    And those with tags for everything.
    """
    found: dict[str, str] = {}

    def module(body: Any, prefix: str) -> None:
        for one in _list(_get(body, "resources")):
            address, key = one.get("address"), one.get("provider_config_key")
            if isinstance(address, str) and isinstance(key, str):
                found[f"{prefix}{address}"] = key.rpartition(":")[2] if ":" in key else key
        for name, call in _objects(_get(body, "module_calls")).items():
            module(_get(call, "module"), f"{prefix}module.{name}.")

    module(_get(data, "configuration", "root_module"), "")
    configured = _objects(_get(data, "configuration", "provider_config"))
    tags = {key for key, body in configured.items() if _get(body, "expressions", "default_tags") is not None}
    return found, tags


def _span(name: str, text: str, address: str) -> Span:
    """The line of the plan that names an address first; a plan on one line has only that."""
    at = text.find(json.dumps(address))
    line = text.count("\n", 0, at) + 1 if at > 0 else 1
    return replace(whole_file(name), line=line, end_line=line)


def _get(value: Any, *steps: str | int) -> Any:
    for step in steps:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _constant(value: Any, variables: dict[str, Any]) -> str | None:
    """An expression's value: a constant, or that of a variable, which the plan has as well."""
    found = value.get("constant_value") if isinstance(value, dict) else None
    named = _get(value, "references")
    if found is None and isinstance(named, list) and len(named) == 1 and isinstance(named[0], str):
        found = _get(variables.get(named[0].removeprefix("var.")), "value")
    return found if isinstance(found, str) else None


def _objects(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
