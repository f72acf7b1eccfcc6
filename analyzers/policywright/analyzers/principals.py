"""Whose grants are whose: from the roles that a request may be made as to those whom people can tell apart.

In come grants whose role may be one of several, as the code has it; out come grants of one role each, and
one grant for what is alike. It is asked of all grants at once, when everything is known, so that neither the
order of the analysis nor that of the files decides.

- Roles that a document shows alike are one: what partition and account they are in, where the code does not
  say it, and names of which nothing is known. Variables that a name is read from are shown: ``READER_ROLE``
  and ``WRITER_ROLE`` are two.
- Of the roles that one request may be made as, one that another of them covers (``role/reader`` where it may
  be ``role/*``) has no policy of its own, unless something else is done as it alone. Then it gets both.
  What two variables hold are two roles, though each might be any.

``assembly`` makes policies of the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policywright.analyzers.assembly import Place, called_by, text
from policywright.analyzers.model import Condition, Grant, Identity, MayNeed, once_each
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value, alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Granted = TypeVar("Granted", Grant, MayNeed)

_PARTITION = regex("arn:([^:]+)(:.*)", re.DOTALL)
_ANY_ROLE = "arn:*:iam::*:role/*"
_NOBODY = (Const(None), Const(""))
"""No role: where others are among the alternatives, nobody is assumed otherwise."""
_NOT_TOLD = Unknown("role")
_ANY = Hole(kind="unknown")


@dataclass(frozen=True, slots=True, order=True)
class _Role:
    """A role as people see it."""

    variables: tuple[str, ...]
    """What its name is read from."""
    settings: tuple[str, ...]
    """Those of them that somebody sets: each is one role, where a function's parameter may be any."""
    pattern: str
    """The ARN in a document, in any partition."""

    def covers(self, other: _Role) -> bool:
        """It may be the other; of two that may be each other, that holds for one."""
        return self._may_be(other) and (self < other or not other._may_be(self))

    def _may_be(self, other: _Role) -> bool:
        from policywright.knowledge.policy.patterns import covers

        if self.settings and other.variables and self.variables != other.variables:
            return False
        return covers(self.pattern, other.pattern)


def told_apart(
    needed: Iterable[Grant], optional: Iterable[MayNeed], place: Place
) -> tuple[list[Grant], list[MayNeed]]:
    """Grants of one role each, and what may be needed beside them; those without a role stay as they are."""
    needed, optional = list(needed), list(optional)
    identities = [*(grant.identity for grant in needed), *(item.identity for item in optional)]
    seen = dict.fromkeys(one for one in identities if one.role is not None)
    if not seen:
        return needed, optional
    whose = _whose(seen, {grant.identity for grant in needed}, place)
    granted = _together(needed, whose)
    having = {_key(grant): grant for grant in granted}
    return granted, [item for item in _together(optional, whose) if not _has(having.get(_key(item)), item)]


def _whose(
    identities: Iterable[Identity], granted: set[Identity], place: Place
) -> dict[Identity, tuple[Identity, ...]]:
    """The roles that each identity stands for: the widest of its own, and those that are anybody's widest."""
    roles = {identity: _roles(identity.role or _NOT_TOLD, place) for identity in identities}
    widest = {identity: _widest(found) for identity, found in roles.items()}
    known = {role for identity, found in widest.items() if identity in granted for role in found}
    said: dict[_Role, set[Value]] = {}
    for ways in roles.values():
        for role, values in ways.items():
            said.setdefault(role, set()).update(values)
    shown = {role: _shown(values) for role, values in said.items()}
    return {
        identity: tuple(
            replace(identity, role=shown[role]) for role in sorted(found) if role in known | widest[identity]
        )
        for identity, found in roles.items()
    }


def _roles(role: Value, place: Place) -> dict[_Role, set[Value]]:
    """The roles that a value may be, each with how the code says it."""
    options = [option for option in alternatives(role) if option not in _NOBODY]
    found: dict[_Role, set[Value]] = {}
    for option in options or [_NOT_TOLD]:
        named = [part for part in called_by(option) if isinstance(part, Hole) and part.name is not None]
        variables = tuple(str(part.name) for part in named)
        settings = tuple(str(part.name) for part in named if part.kind != "parameter")
        pattern = text(_taken_apart(option)[1], place)
        seen = _Role(variables, settings, "*" if pattern == _ANY_ROLE else pattern)
        found.setdefault(seen, set()).add(option)
    return found


def _widest(roles: Iterable[_Role]) -> set[_Role]:
    every = list(roles)
    return {one for one in every if not any(other != one and other.covers(one) for other in every)}


def _taken_apart(role: Value) -> tuple[str | Hole | None, Value]:
    """The partition that an ARN names, and the ARN in any partition."""
    parts = _in_one_piece(role)
    first = parts[0] if parts else None
    found = _PARTITION.fullmatch(first) if isinstance(first, str) else None
    if found is not None:
        return found[1], Text(("arn:", _ANY, found[2], *parts[1:]))
    if first == "arn:" and len(parts) > 2:
        hole, head = parts[1], parts[2]
        if isinstance(hole, Hole) and isinstance(head, str) and head.startswith(":"):
            return hole, Text(("arn:", _ANY, *parts[2:]))
    return None, role


def _in_one_piece(role: Value) -> list[str | Hole]:
    """The parts of a role's text with no literals next to each other."""
    found: list[str | Hole] = []
    parts = role.parts if isinstance(role, Text) else (role.value,) if isinstance(role, Const) else ()
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif isinstance(part, str | Hole):
            found.append(part)
    return found


def _shown(values: set[Value]) -> Value:
    """What stands for a role that the code says in several ways, in the partition that is asked about."""
    # Constants come first, then ARNs with holes, then what is not known at all.
    first = min(values, key=repr)
    partitions = {partition for partition, _ in map(_taken_apart, values)}
    partition, anywhere = _taken_apart(first)
    if partition is None or len(partitions) == 1 or not any(isinstance(one, str) for one in partitions):
        return first
    assert isinstance(anywhere, Text)
    return Text(("arn:", Hole(kind="partition"), *anywhere.parts[2:]))


# --- grants of several roles as grants of each ---


def _key(item: Grant | MayNeed) -> tuple[Identity, str, tuple[Condition, ...]]:
    return item.identity, item.action, item.conditions


def _together(items: Iterable[Granted], whose: dict[Identity, tuple[Identity, ...]]) -> list[Granted]:
    """Every item for each of those whom it is for; what is alike, once."""
    found: dict[object, list[Granted]] = {}
    for number, item in enumerate(items):
        if item.identity not in whose:
            found[number] = [item]
            continue
        for identity in whose[item.identity]:
            one = replace(item, identity=identity)
            when = one.when if isinstance(one, MayNeed) else None
            found.setdefault((_key(one), when), []).append(one)
    return [_as_one(group) for group in found.values()]


def _as_one(group: list[Granted]) -> Granted:
    if len(group) == 1:
        return group[0]
    everything = any(not one.resources for one in group)
    resources = dict.fromkeys(resource for one in group for resource in one.resources)
    reasons = once_each(reason for one in group for reason in one.reasons)
    return replace(
        group[0],
        resources=() if everything else tuple(resources),
        reasons=tuple(sorted(reasons, key=lambda reason: (reason.span, reason.operation, reason.detail))),
    )


def _has(grant: Grant | None, item: MayNeed) -> bool:
    """What may be needed as a role is granted to it anyway."""
    if grant is None or item.identity.role is None:
        return False
    return not grant.resources or (bool(item.resources) and set(item.resources) <= set(grant.resources))


__all__ = ["told_apart"]
