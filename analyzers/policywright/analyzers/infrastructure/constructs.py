"""What a role of a CDK application has of grant methods: statements that no narrower method would make.

A template that is synthesised has no word of the methods that were called; which they may have been is told
by what they give (``grant_methods``). Statements on one resource are looked at together, and those on a key
with the statements on what it encrypts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from policywright.analyzers.infrastructure.brought import bringing, bringing_policy
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.grant_methods import (
    Method,
    fitting,
    gives,
    methods_like,
    methods_of,
)
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldPolicy, Stack
from policywright.analyzers.infrastructure.references import Attribute, References

_BELOW = ("/index/*", "/*", ":*")
"""What grant methods put behind an ARN."""
_BUCKET = ":s3:::"
_OBJECTS = re.compile(r"(?:/\*)+\Z")
_INDEX = re.compile(r"(?<=/)index/[^/]+\Z")
"""One index of a table: grant methods give all of them."""
_TABLE = ":dynamodb:"
_KEY = "AWS::KMS::Key"
_SHOWN = 4


class ConstructGrants:
    """The grants of one role, by the resources that they are on."""

    def __init__(self, held: Sequence[Held], stack: Stack, references: References) -> None:
        self._references, self._stack = references, stack
        self._types = sorted({one.type for one in stack.resources})
        self._of: dict[str, list[Held]] = {}
        for one in held:
            made = one.policy.site is not None and not _is_written(one)
            for base in bases_of(one.holding.forms) if made else ():
                self._of.setdefault(base, []).append(one)

    def keeps(self, held: Held) -> tuple[str, ...] | None:
        """Why a statement stays that grants more than is needed; None where it need not."""
        bases = bases_of(held.holding.forms)
        name = bringing(held.holding.actions, self._types)
        if name is not None and not _is_written(held):
            spare = [action for action in held.holding.actions if not held.needs(action)]
            return tuple(f"{one} stays: {name} of the CDK gives it to its function" for one in spare)
        if not bases or held.statement.conditions or held.holding.unsure or _is_written(held):
            return None
        lines: dict[str, None] = {}
        for base in bases:
            given = self._given(base, held)
            if not all(gives(given, action) for action in held.holding.actions):
                return None
            lines.update(dict.fromkeys(self._said(base, held, given)))
        return tuple(lines)

    def attaches(self, policy: HeldPolicy) -> str | None:
        """Why a policy of AWS's stays: a construct attaches it; None where none is known to."""
        name = bringing_policy(policy.name, self._types) if policy.kind == "aws-managed" else None
        return f"{policy.name} stays: {name} of the CDK attaches it to its function" if name else None

    def along(self, held: Held) -> tuple[tuple[Item, ...], tuple[str, ...]]:
        """What comes along with the methods that fit, where a statement has more than that; and why."""
        if held.statement.conditions or held.holding.unsure or not held.items or _is_written(held):
            return (), ()
        found: list[Item] = []
        lines: dict[str, None] = {}
        for base in bases_of(held.holding.forms):
            given = self._given(base, held)
            needed = {item.action.lower() for item in self._items(base, held)}
            some = [one for one in held.holding.actions if gives(given, one) and one.lower() not in needed]
            values = [value for value in held.holding.values if above(form(value)) == base]
            found.extend(Item(action=one, resource=value) for one in some for value in values)
            lines.update(dict.fromkeys(self._said(base, held, given)))
        return tuple(found), tuple(lines)

    def is_tight(self, held: Held) -> bool:
        """Each action is needed on each resource, where grants on several were merged into one statement."""
        bases = bases_of(held.holding.forms)
        return len(bases) < 2 or not any(
            self._is_granted(base, held)
            and any(
                action.lower() not in {item.action.lower() for item in self._items(base, held)}
                for action in held.holding.actions
            )
            for base in bases
        )

    def _is_granted(self, base: str, held: Held) -> bool:
        """Grant methods alone give what a statement says."""
        type, _ = self._type(base, held)
        actions = held.holding.actions
        whole = [one for one in methods_of(type) if one.own and all(gives(actions, each) for each in one.own)]
        return all(any(gives(one.own, action) for one in whole) for action in actions)

    def _given(self, base: str, held: Held) -> list[str]:
        """What a role has anyway on a resource, with the methods that fit."""
        type, _ = self._type(base, held)
        given = [action for one in self._methods(base, type) for action in (*one.own, *one.other)]
        if type == _KEY:
            given.extend(self._for_keys(base))
            given.extend(item.action for item in self._items(base, held))
        return given

    def _said(self, base: str, held: Held, given: Sequence[str]) -> tuple[str, ...]:
        """What the methods bring along that is held and nothing needs."""
        items = [item for one in self._of[base] for item in self._items(base, one)]
        needed = {item.action.lower() for item in items if item.reasons}
        actions = dict.fromkeys(action for one in self._of[base] for action in one.holding.actions)
        more = [one for one in actions if one.lower() not in needed and gives(given, one)]
        if not more:
            return ()
        type, id = self._type(base, held)
        shown = few(more, _SHOWN)
        names = [one.name for one in self._methods(base, type)]
        what = f"{' and '.join(names)} of {id}" if names and id else "what CDK grants"
        return (f"{what} also gives {shown}: more of the same access",)

    def _items(self, base: str, held: Held) -> list[Item]:
        """What a statement is there for of a resource."""
        return [item for item in held.items if above(form(item.resource)) == base]

    def _methods(self, base: str, type: str) -> tuple[Method, ...]:
        """What would be called today for what is needed of a resource."""
        held = self._of.get(base, ())
        needed = {item.action for one in held for item in self._items(base, one)}
        # What is needed under a condition is said by a statement, with which nothing comes along.
        whole = all(
            is_whole(form(item.resource), one.holding.forms) and (not item.conditions or not item.reasons)
            for one in held
            for item in one.items
        )
        return fitting(type, needed) if needed and whole else ()

    def _type(self, base: str, held: Held) -> tuple[str, str | None]:
        """The type and id of the resource of a statement; what its actions tell, of another stack's."""
        for value in held.holding.values:
            first = next(iter(self._references.native(value)), None)
            resource = self._stack.resource(first.id) if isinstance(first, Attribute) else None
            if resource is not None and above(form(self._references.canonical(value))) == base:
                return resource.type, resource.id
        like = methods_like(held.holding.actions)
        return (like[0].type if like else ""), None

    def _for_keys(self, base: str) -> Iterable[str]:
        """What is granted on a key for the sake of what it encrypts."""
        for resource in self._stack.resources:
            if resource.key is None or form(self._references.canonical(resource.key)) != base:
                continue
            for other, held in self._of.items():
                type, id = self._type(other, held[0])
                if id == resource.id and methods_of(type):
                    for method in self._methods(other, type):
                        yield from method.key


def _is_written(held: Held) -> bool:
    """A statement that somebody wrote: what grant methods give has no Sid."""
    return held.statement.written or held.statement.sid is not None


def bases_of(forms: Iterable[str]) -> tuple[str, ...]:
    """The resources that patterns are on, themselves or below; none where one of them is on any."""
    bases = tuple(dict.fromkeys(map(above, forms)))
    return () if any(not base or base.endswith("*") for base in bases) else bases


def above(pattern: str) -> str:
    """A pattern without what grant methods put behind an ARN; of objects, their bucket."""
    bucket = pattern.find(_BUCKET)
    if bucket >= 0:
        return pattern.partition("/")[0]
    if _TABLE in pattern:
        pattern = _INDEX.sub("index/*", pattern)
    for end in _BELOW:
        if pattern.endswith(end):
            return pattern.removesuffix(end)
    return pattern


def is_whole(needed: str, forms: Collection[str]) -> bool:
    """A needed pattern is what is said of the resource now, or what grant methods say of it."""
    return (
        needed in forms
        or _OBJECTS.sub("/*", needed) in forms
        or (_TABLE in needed and _INDEX.sub("index/*", needed) in forms)
        or (is_plain(needed) and any(above(needed) == one for one in forms if is_plain(one)))
    )


def is_plain(pattern: str) -> bool:
    """A resource, or all that is below it: not some of its objects."""
    if _TABLE in pattern:
        pattern = _INDEX.sub("index/*", pattern)
    base = above(pattern)
    return pattern == base or pattern[len(base) :] in _BELOW
