"""What a deployment's policy still allows somebody to become: ways to more permissions than it lists.

The ways are ``ways.toml``, each with its page of AWS's documentation. A condition on the boundary closes a
way that makes roles; a role that is passed by name, to a named service, is as strong as that role. What has a
role already, and runs what others write, lends that role to whoever writes it: all of that is one line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from policywright.analyzers.assembly import Place, resource_texts
from policywright.analyzers.deployment.model import Deployment, Made
from policywright.analyzers.deployment.resources import is_any
from policywright.analyzers.model import Grant
from policywright.knowledge import texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.policy.patterns import covers, intersects, matches_action
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Text, alternatives

BOUNDARY = "iam:PermissionsBoundary"
LOOKS = ("Read", "List")
"""Levels of access that give nobody anything: looking at a role asks for no boundary of it."""
_ANYTHING = "any permission"
_PATH_OF_ROLES = re.compile(r":role/(?:.*/)?\*\Z")
_TRUST, _PASS, _PASSED_TO = "iam:UpdateAssumeRolePolicy", "iam:PassRole", "iam:PassedToService"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Actions that together give more than they say: all of the first, and any of the others."""

    any_of: tuple[str, ...]
    source: str
    says: str = ""
    runs: str = ""
    """What runs code with its own role, where it is that."""
    actions: tuple[str, ...] = ()
    made: str = ""
    """The action that makes what the others are about."""
    passes: str = ""
    """The service that its role is passed to once more."""
    wide: bool = False
    """It is one only on whatever there is: what is named is as strong as that."""


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """All that are known, those that make roles and users first (``ways.toml``)."""
    rows = tomllib.loads(files(__package__).joinpath("ways.toml").read_text("utf-8"))["way"]
    return tuple(
        Way(
            any_of=tuple(row["any"]),
            source=row["source"],
            says=row.get("says", ""),
            runs=row.get("runs", ""),
            actions=tuple(row.get("all", ())),
            made=row.get("made", ""),
            passes=row.get("passes", ""),
            wide=row.get("wide", False),
        )
        for row in rows
    )


def takes_boundary(catalog: Catalog, action: str) -> bool:
    """Whether a condition on the boundary limits an action: AWS knows the key for some of IAM's only."""
    entry = catalog.action(action)
    if entry is None or entry.access_level in LOOKS:
        return False
    return BOUNDARY in entry.condition_keys or any(
        BOUNDARY in one.condition_keys for one in entry.resource_types
    )


def remaining(
    name: str, grants: Sequence[Grant], place: Place, catalog: Catalog, *, boundary: bool
) -> Iterator[str]:
    """A line for each way that is open."""
    open_ = _Open(grants, place)
    lent: dict[str, dict[str, bool]] = {}
    for way in ways():
        found = open_.of(way)
        second = [*found]
        if not second:
            continue
        if way.runs:
            known = lent.setdefault(way.runs, {})
            for action in (*way.actions, *second):
                known[action] = known.get(action, False) or any(map(_is_wide, found.get(action, ())))
            continue
        if boundary and second == [_TRUST]:
            # A role with the boundary is no stronger for whoever assumes it.
            continue
        receivers = _limited(found[_PASS], _PASSED_TO) if second == [_PASS] else []
        used = " and ".join(dict.fromkeys((*way.actions, *second)))
        closes = any(takes_boundary(catalog, action) for action in way.actions) or all(
            takes_boundary(catalog, action) for action in second
        )
        help = "; --boundary ARN closes it" if closes and not boundary else ""
        says = f"{way.says} to {', '.join(receivers)}" if receivers else way.says
        if says.endswith(_ANYTHING) and (only := _only([one for each in found.values() for one in each])):
            says = f"{says.removesuffix(_ANYTHING)}{', '.join(only)}"
        yield f"{name}: {says} ({used}){help}"
    if lent:
        each = (
            f"{'all ' if any(used.values()) else ''}{what} ({' and '.join(used)})"
            for what, used in lent.items()
        )
        yield f"{name}: it can act with the roles of what it changes or starts: {', '.join(each)}"


class _Open:
    """What is granted without a condition on the boundary, by action."""

    def __init__(self, grants: Iterable[Grant], place: Place) -> None:
        self._place = place
        self._of_action: dict[str, list[Grant]] = {}
        for grant in grants:
            if not any(key == BOUNDARY for _, key, _ in grant.conditions):
                self._of_action.setdefault(grant.action, []).append(grant)
        self._patterns = [action for action in self._of_action if "*" in action]

    def of(self, way: Way) -> dict[str, list[Grant]]:
        """The second actions of a way that is open, with what grants them; nothing where it is not."""
        if not all(self._allowing(action, way) for action in way.actions):
            return {}
        if way.passes and not any(_may_go_to(one, way.passes) for one in self._allowing(_PASS)):
            return {}
        makes = self._on(self._allowing(way.made)) if way.made else []
        found = {}
        for action in way.any_of:
            about = self._allowing(action, way)
            if way.actions and way.made:
                about = [one for one in about if _meet(self._on([one]), makes)]
            elif way.made:
                about = [one for one in about if not _within(self._on([one]), makes)]
            if about:
                found[action] = about
        return found

    def _allowing(self, action: str, way: Way | None = None) -> list[Grant]:
        wide = way is not None and way.wide
        allowing = [action, *(one for one in self._patterns if matches_action(one, action))]
        found = (one for name in allowing for one in self._of_action.get(name, ()))
        return [one for one in found if not wide or _is_wide(one)]

    def _on(self, grants: Sequence[Grant]) -> list[str]:
        return [arn for one in grants for arn in resource_texts(one.resources, self._place)]


def _meet(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(intersects(one, other) for one in left for other in right)


def _within(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    return all(any(covers(other, one) for other in wide) for one in narrow)


def _may_go_to(grant: Grant, service: str) -> bool:
    """Whether a role can be passed to a service."""
    limits = _limited([grant], _PASSED_TO)
    return not limits or any(matches_action(one, service) for one in limits)


_BOUNDED = {
    "AWS::IAM::Role": "PermissionsBoundary",
    "AWS::IAM::User": "PermissionsBoundary",
    "aws_iam_role": "permissions_boundary",
    "aws_iam_user": "permissions_boundary",
}
_SHOWN = 8


def unbounded(deployment: Deployment, boundary: str | None) -> Iterator[str]:
    """What a condition on the boundary denies: roles and users that are made without it. At most one line."""
    if boundary is None:
        return
    found = [
        made
        for made in deployment.made
        if made.type in _BOUNDED and "c" in made.phases and not _may_have(made, boundary)
    ]
    if found:
        names = ", ".join(made.id for made in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield (
            f"{deployment.name}: only what has the boundary may be made; "
            f"{_BOUNDED[found[0].type]} has to be set on {names}{more}"
        )


def _may_have(made: Made, boundary: str) -> bool:
    value = made.properties.get(_BOUNDED[made.type])
    if value is None:
        return made.properties.open
    return any(not isinstance(one, Const) or one.value == boundary for one in alternatives(value))


def _only(grants: list[Grant]) -> list[str]:
    """The names of AWS's policies, where nothing else can be attached; none where something can."""
    found: set[str] = set()
    for arn in _limited(grants, "iam:PolicyARN"):
        owner, _, policy = arn.partition(":policy/")
        if not owner.endswith(":iam::aws") or "*" in policy:
            return []
        found.add(policy.rpartition("/")[2])
    return sorted(found)


def _limited(grants: list[Grant], condition: str) -> list[str]:
    """What a condition key may be in any of several grants; nothing where one of them does not ask for it."""
    found: set[str] = set()
    for grant in grants:
        limits = [values for _, key, values in grant.conditions if key == condition]
        if not limits:
            return []
        found.update(texts.glob(texts.parts(one)) for one in limits[0])
    return sorted(found)


def _is_wide(grant: Grant) -> bool:
    """Whether a grant is on resources of any name; roles of a path are that, too."""
    return not grant.resources or any(
        is_any(one) or _PATH_OF_ROLES.search(texts.glob(texts.parts(one))) is not None
        for each in grant.resources
        for one in alternatives(each)
        if isinstance(one, Const | Text)
    )
