"""Terraform's plans (``terraform show -json``): what happens to which resource, and what values it will have.

Format: https://developer.hashicorp.com/terraform/internals/json-format. What is only known after the apply is
``Unknown`` here, which counts as set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policywright.analyzers.deployment.model import Assumed
from policywright.analyzers.deployment.naming import OPEN, ROLE_ARGUMENT, arn_in
from policywright.analyzers.infrastructure.model import without_index
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import REGION, Parts
from policywright.knowledge.values import Const, Items, Struct, Unknown, Value

_MARKS = ('"format_version"', '"resource_changes"')
_ACTIONS = {"create": "cr", "read": "r", "update": "ru", "delete": "rd", "no-op": "r"}
KINDS = {"data": "data.", "ephemeral": "data.", "action": "action."}
"""What types are known by; an ephemeral resource is opened as a data source of its name is read."""
_SETTLED = frozenset(("count", "path", "terraform"))
"""What an expression may name besides variables, and is known when the plan is made."""
_MAX_DEPTH = 40
_NULL: tuple[dict[str, None], ...] = ({}, {"constant_value": None})
_WRITE_ONLY = "_wo"
"""https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only"""
ANY_ROLE = arn_in("iam", "role/", *OPEN, region="", account=OPEN[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A resource of a plan; ``phases`` are letters as everywhere in this room."""

    type: str
    properties: Struct
    """What somebody has written of it: the rest, which AWS and the provider choose, brings no call about."""
    known: Struct
    """All that is known of it: what it is called."""
    phases: str
    provider: str
    span: Span
    tagged: bool = False
    before: Struct | None = None
    """What it is until it is changed, replaced or deleted."""
    referring: dict[str, str] = field(default_factory=dict)
    """Roles that are known after the apply, by argument: the address of the one resource that tells each."""

    @property
    def after(self) -> str:
        """The phases of what it will be."""
        return self.phases if self.before is None else self.phases.replace("d", "")


@dataclass(slots=True, eq=False)
class Planned:
    """One plan: its resources by address, and the roles and regions of its providers."""

    span: Span
    resources: dict[str, Change] = field(default_factory=dict)
    roles: dict[str, Assumed] = field(default_factory=dict)
    regions: dict[str, Parts] = field(default_factory=dict)
    executing: dict[str, Value] = field(default_factory=dict)
    """The roles that providers of the Cloud Control API let handlers run with."""

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
    written: dict[str, dict[str, Any]] = {}
    scopes: dict[str, Scope] = {}
    tags = _tags(data)
    for at, one, scope in _configuration(data):
        written[at], scopes[at] = one, scope
    variables = _objects(data.get("variables"))
    configured = _objects(_get(data, "configuration", "provider_config"))
    for provider, body in configured.items():
        token = _assumed(_get(body, "expressions", "assume_role_with_web_identity"), variables)
        roles = (*token, *_assumed(_get(body, "expressions", "assume_role"), variables))
        if roles:
            planned.roles[provider] = Assumed(roles=roles, token=bool(token))
        given = _get(body, "expressions", "role_arn")
        if given is not None and _get(body, "name") == "awscc":
            planned.executing[provider] = _as_role(given, variables)
        region = _get(body, "expressions", "region")
        if region is not None:
            planned.regions[provider] = (_constant(region, variables) or REGION,)
    changes = (*_list(data.get("resource_changes")), *_invoked(data), *_looked_up(data, written))
    for change in changes:
        body = change.get("change")
        if not isinstance(change.get("address"), str) or not isinstance(body, dict):
            continue
        actions = [one for one in body.get("actions", ()) if one in _ACTIONS]
        phases = {letter for one in actions for letter in _ACTIONS[one]}
        if "importing" in body:
            phases |= {"r"}
        kind = KINDS.get(str(change.get("mode")), "")
        data_source = kind == "data."
        address = change["address"]
        if data_source and address in planned.resources:
            continue
        source = written.get(without_index(address), {})
        provider = _provider(source, configured) or str(change.get("type")).partition("_")[0]
        known, before = _properties(body), _before(body) if phases & {"u", "d"} else None
        expressions = source.get("expressions")
        changing = "u" in phases and "d" not in phases
        module = scopes.get(without_index(address))
        if isinstance(change.get("deposed"), str):
            # What replaced it is there already, under the same address.
            address = f"{address} (deposed {change['deposed']})"
        planned.resources[address] = Change(
            type=f"{kind}{change.get('type')}",
            properties=known if not source else as_written(
                known, expressions, before, module
            ), known=known, referring=_referring(known, expressions, module),
            phases="".join(one for one in "crud" if one in phases) or "r",
            provider=provider, span=_span(name, text, change["address"]), tagged=provider in tags,
            before=_changing(before, known) if changing and before is not None else before,
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


def _changing(before: Struct, after: Struct) -> Struct:
    """Of what was, what will be something else: the rest brings no change about."""
    later = dict(after.fields)
    return Struct(tuple(
        (name, value) for name, value in before.fields
        if value != later.get(name) and not isinstance(later.get(name), Unknown)
    ))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A module in a plan's configuration: what it is given, and by whom; the root module has no ``outer``."""

    given: dict[str, Any] = field(default_factory=dict)
    outer: Scope | None = None
    prefix: str = ""

    def about(self, expression: Any) -> str | None:
        """The address (without indexes) of the only resource that an expression refers to, nothing else."""
        found: set[str | None] = set()
        for reference in _get(expression, "references") or ():
            kind, _, rest = str(reference).partition(".")
            if kind == "var" and self.outer is not None:
                found.add(self.outer.about(self.given.get(rest.partition("[")[0])))
            elif kind in ("each", "count"):
                continue
            elif kind.startswith("aws_"):
                found.add(f"{self.prefix}{kind}.{rest.partition('.')[0].partition('[')[0]}")
            else:
                found.add(None)
        return found.pop() if len(found) == 1 else None

    def knows(self, expression: Any) -> bool:
        """Whether an expression has a value when the plan is made: it hangs on nothing but variables.

        What locals are a plan does not say.
        """
        return isinstance(expression, dict) and all(
            isinstance(one, str) and self._knows(one.split(".")) for one in expression.get("references", ())
        )

    def _knows(self, reference: list[str]) -> bool:
        if reference[0] != "var" or len(reference) < 2:
            return reference[0] in _SETTLED or reference == ["each", "key"]
        given = self.given.get(reference[1].partition("[")[0])
        return self.outer is None or given is None or self.outer.knows(given)


def as_written(
    known: Struct, expressions: Any, before: Struct | None = None, scope: Scope | None = None
) -> Struct:
    """Of what a plan says of a resource (or a block), what the configuration sets.

    ``expressions`` has every argument and block that is written, but for ``dynamic`` ones: blocks stay that
    nothing else explains, which have no defaults and are the same as before where only the state has them.
    What has its value when the plan is made, and is not known in it, is null: AWS chooses it.
    """
    written = _objects(expressions)
    found = []
    for name, value in known.fields:
        blocks = _list(written.get(name))
        if name in written:
            # What refers to nothing and isn't known is null; what is only written a plan never has.
            null = isinstance(value, Unknown) and scope is not None and scope.knows(written[name])
            if written[name] not in _NULL and not (null and not name.endswith(_WRITE_ONLY)):
                kept = Unknown("write-only") if name.endswith(_WRITE_ONLY) else value
                found.append((name, _inner(kept, blocks, scope) if blocks else kept))
        elif _are_blocks(value) and (before is None or before.get(name) != value):
            found.append((name, value))
    return Struct(tuple(found))


def _referring(known: Struct, expressions: Any, scope: Scope | None) -> dict[str, str]:
    written = _objects(expressions)
    unknown = [
        name for name, value in known.fields
        if isinstance(value, Unknown) and name in written and ROLE_ARGUMENT.search(name)
    ]  # fmt: skip
    told = {name: scope.about(written[name]) for name in unknown} if scope is not None else {}
    return {name: address for name, address in told.items() if address is not None}


def _inner(value: Value, blocks: list[dict[str, Any]], scope: Scope | None) -> Value:
    """Blocks of one type: which one is which is not said, so that what one of them sets counts for each."""
    if not isinstance(value, Items):
        return value
    together: dict[str, Any] = {}
    for block in blocks:
        for name, told in block.items():
            several = isinstance(told, list) and isinstance(together.get(name), list)
            together[name] = [*together[name], *told] if several else told
    inner = (
        as_written(one, together, None, scope) if isinstance(one, Struct) else one for one in value.values
    )
    return replace(value, values=tuple(inner))


def _are_blocks(value: Value) -> bool:
    return isinstance(value, Items) and any(isinstance(one, Struct) for one in value.values)


def _looked_up(data: dict[str, Any], written: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Data sources that were read for the plan: no changes, and read again for the next one."""
    state = _get(data, "prior_state", "values", "root_module")
    found = [one for one in _resources_of(state, 0) if one.get("mode") == "data"]
    # No state has ephemeral ones, and somebody may have taken the state out of it.
    stateless = {"ephemeral"} if "prior_state" in data else {"ephemeral", "data"}
    found += [
        {**body, "address": address, "values": _constants(body)}
        for address, body in written.items() if body.get("mode") in stateless
    ]  # fmt: skip
    for one in found:
        yield {**one, "change": {"actions": ["read"], "after": _objects(one.get("values"))}}


def _constants(written: dict[str, Any]) -> dict[str, Any]:
    """The arguments that are constants."""
    found = {
        name: _get(told, "constant_value") for name, told in _objects(written.get("expressions")).items()
    }
    return {name: value for name, value in found.items() if value is not None}


def _invoked(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The actions that are run when the plan is applied."""
    for one in _list(data.get("action_invocations")):
        change = {
            "actions": ["create"], "after": _objects(one.get("config_values")),
            "after_unknown": one.get("config_unknown"),
        }  # fmt: skip
        yield {**one, "mode": "action", "change": change}


def _resources_of(module: Any, depth: int) -> Iterator[dict[str, Any]]:
    yield from _list(_get(module, "resources"))
    for child in _list(_get(module, "child_modules")) if depth < _MAX_DEPTH else ():
        yield from _resources_of(child, depth + 1)


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


def _configuration(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Scope]]:
    """What is written of each resource: its address (without indexes), and the module that it is in."""

    def module(body: Any, prefix: str, scope: Scope) -> Iterator[tuple[str, dict[str, Any], Scope]]:
        for one in _list(_get(body, "resources")):
            if isinstance(one.get("address"), str):
                yield f"{prefix}{one['address']}", one, scope
        for name, call in _objects(_get(body, "module_calls")).items():
            within = f"{prefix}module.{name}."
            inner = Scope(given=_objects(_get(call, "expressions")), outer=scope, prefix=within)
            yield from module(_get(call, "module"), within, inner)

    yield from module(_get(data, "configuration", "root_module"), "", Scope())


def _provider(written: dict[str, Any], configured: dict[str, Any]) -> str:
    """The key of a resource's provider: the root module's, where the resource's own configures nothing."""
    key = written.get("provider_config_key")
    if not isinstance(key, str):
        return ""
    return key if _get(configured, key, "expressions") else key.rpartition(":")[2]


def _assumed(told: Any, variables: dict[str, Any]) -> tuple[Value, ...]:
    """The roles of ``assume_role``, which providers have as blocks, or as an attribute."""
    if isinstance(told, list):
        written = (_get(one, "role_arn") for one in told)
        return tuple(_as_role(one, variables) for one in written if one is not None)
    if not isinstance(told, dict):
        return ()
    whole = told.get("constant_value")
    if isinstance(whole, list | dict):
        roles = (_get(one, "role_arn") for one in (whole if isinstance(whole, list) else [whole]))
        return tuple(Const(one) for one in roles if isinstance(one, str))
    return () if told in _NULL else (ANY_ROLE,)


def _as_role(expression: Any, variables: dict[str, Any]) -> Value:
    role = _constant(expression, variables)
    return Const(role) if role else ANY_ROLE


def _tags(data: dict[str, Any]) -> set[str]:
    """Providers with tags for everything."""
    configured = _objects(_get(data, "configuration", "provider_config"))
    return {key for key, body in configured.items() if _get(body, "expressions", "default_tags") is not None}


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
